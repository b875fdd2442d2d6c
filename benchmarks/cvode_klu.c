/* One subject through CVODE's BDF with KLU and an exact sparse Jacobian: doses stop it, nothing else does. */
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <stdlib.h>
#include <string.h>
#include <sundials/sundials_types.h>
#include <sunlinsol/sunlinsol_klu.h>
#include <sunmatrix/sunmatrix_sparse.h>

extern const long n_states, n_entries, columns[], rows[];
void right_side(double t, const double *y, const double *given, double *out);
void sparse_jacobian(double t, const double *y, const double *given, double *out);

static int f(realtype t, N_Vector y, N_Vector out, void *given) {
    right_side(t, N_VGetArrayPointer(y), given, N_VGetArrayPointer(out));
    return 0;
}

static int jacobian(realtype t, N_Vector y, N_Vector fy, SUNMatrix matrix, void *given, N_Vector a, N_Vector b,
                    N_Vector c) {
    sunindextype *first = SUNSparseMatrix_IndexPointers(matrix), *row = SUNSparseMatrix_IndexValues(matrix);
    for (long i = 0; i <= n_states; i++) first[i] = columns[i];
    for (long k = 0; k < n_entries; k++) row[k] = rows[k];
    sparse_jacobian(t, N_VGetArrayPointer(y), given, SUNSparseMatrix_Data(matrix));
    return 0;
}

/* start (n_states); doses in order of time; out (n_times, n_states); counts: steps, right-hand sides.
   Returns 0, or CVODE's flag. */
int solve(const double *start, const double *given, double begin, double end, long n_doses, const double *dose_times,
          const long *dose_places, const double *dose_amounts, long n_times, const double *times, double rtol,
          const double *atol, double *out, long *counts) {
    SUNContext context;
    SUNContext_Create(NULL, &context);
    N_Vector y = N_VNew_Serial(n_states, context), tolerance = N_VNew_Serial(n_states, context);
    double *values = N_VGetArrayPointer(y);
    memcpy(values, start, n_states * sizeof(double));
    memcpy(N_VGetArrayPointer(tolerance), atol, n_states * sizeof(double));
    SUNMatrix matrix = SUNSparseMatrix(n_states, n_states, n_entries, CSC_MAT, context);
    SUNLinearSolver linear = SUNLinSol_KLU(y, matrix, context);
    void *memory = CVodeCreate(CV_BDF, context);
    int flag = CVodeInit(memory, f, begin, y);
    CVodeSVtolerances(memory, rtol, tolerance);
    CVodeSetUserData(memory, (void *)given);
    CVodeSetLinearSolver(memory, linear, matrix);
    CVodeSetJacFn(memory, jacobian);
    CVodeSetMaxNumSteps(memory, 100000000);
    long dose = 0, report = 0;
    double t = begin;
    while (flag >= 0) {
        int given_now = 0;
        for (; dose < n_doses && dose_times[dose] <= t; dose++, given_now = 1)
            values[dose_places[dose]] += dose_amounts[dose];
        if (given_now && (flag = CVodeReInit(memory, t, y)) < 0) break;
        double stop = dose < n_doses && dose_times[dose] < end ? dose_times[dose] : end;
        if (stop <= t) break;
        CVodeSetStopTime(memory, stop);
        for (; flag >= 0 && report < n_times && times[report] <= stop; report++) {
            if (times[report] > t) flag = CVode(memory, times[report], y, &t, CV_NORMAL);
            memcpy(out + report * n_states, values, n_states * sizeof(double));
        }
        if (flag >= 0 && t < stop) flag = CVode(memory, stop, y, &t, CV_NORMAL);
        long steps = 0, calls = 0;
        CVodeGetNumSteps(memory, &steps);
        CVodeGetNumRhsEvals(memory, &calls);
        counts[0] += steps;
        counts[1] += calls;
        if (stop >= end) break;
    }
    CVodeFree(&memory);
    SUNLinSolFree(linear);
    SUNMatDestroy(matrix);
    N_VDestroy(tolerance);
    N_VDestroy(y);
    SUNContext_Free(&context);
    return flag < 0 ? flag : 0;
}
