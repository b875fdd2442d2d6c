"""Stiff one-step methods as data: Rosenbrock methods of the Rodas family, all L-stable and stiffly accurate.

A step of size h from y at t solves, stage by stage and with one matrix,

    (1/(gamma h) I - J) k_i = f(t + alpha_i h, y + sum_j a_ij k_j) + sum_j c_ij/h k_j + slope_i h df/dt

with J and df/dt at t, y (Hairer & Wanner II (1996), eq. IV.7.25). The new solution is y + sum_i b_i k_i,
the error estimate sum_i e_i k_i. Inside the step, at t + theta h with 0 <= theta <= 1,

    y(theta) = (1 - theta) y + theta (y_new + (1 - theta) (d_1 + theta d_2 + theta^2 d_3 + ...))

with d_n = sum_i dense_ni k_i. What each method promises is proved in tests/solve/test_method.py from the
coefficients alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from remit.solve.lanes import Tableau
from remit.solve.problem import Floats

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """A Rosenbrock method and where it was published.

    Attributes
    ----------
    name : str
    order : int
        Local error of a step is O(h^(order + 1)).
    error_order : int
        Order of the solution that the error estimate compares with.
    dense_order : int
        Order of the interpolation inside a step.
    gamma : float
    a, c : (stages, stages) float64
        Strictly lower triangular.
    alpha : (stages,) float64
        Places of the stages within the step.
    slope : (stages,) float64
        Weights of the time derivative.
    b, e : (stages,) float64
        Weights of the new solution and of the error estimate.
    dense : (terms, stages) float64
    paper : str
    """

    name: str
    order: int
    error_order: int
    dense_order: int
    gamma: float
    a: Floats
    c: Floats
    alpha: Floats
    slope: Floats
    b: Floats
    e: Floats
    dense: Floats
    paper: str

    @property
    def stages(self) -> int:
        """Right-hand sides and solves with the factored matrix per step."""
        return self.b.size

    def tableau(self) -> Tableau:
        """The same numbers for the compiled loops, with what they may skip."""
        last = self.stages - 1
        grows = np.zeros(self.stages, np.int64)
        for i in range(1, self.stages):
            grows[i] = np.array_equal(self.a[i, : i - 1], self.a[i - 1, : i - 1]) and i > 1
        only_last = np.eye(self.stages)[last]
        return Tableau(
            self.gamma,
            *(array.copy() for array in (self.a, self.c, self.alpha, self.slope, self.b, self.e, self.dense)),
            grows,
            int(np.array_equal(self.b, self.a[last] + only_last)),
            int(np.array_equal(self.e, only_last)),
            1.0 / (self.error_order + 1),
        )


def lower_triangle(rows: list[Row]) -> Floats:
    """A square matrix from the rows below its diagonal, the second row first; read-only.

    Parameters
    ----------
    rows : list of tuple of float
        Row i of the list has i + 1 entries.
    """
    size = len(rows) + 1
    matrix = np.zeros((size, size))
    for i, row in enumerate(rows, start=1):
        if len(row) != i:
            raise ValueError(f"row {i} below the diagonal has {len(row)} entries, not {i}")
        matrix[i, :i] = row
    matrix.setflags(write=False)
    return matrix


def fixed(values: list[Row] | Row) -> Floats:
    """A read-only array, so that a method cannot be changed by its users."""
    array = np.array(values, np.float64)
    array.setflags(write=False)
    return array


def rodas(
    name: str,
    orders: tuple[int, int, int],
    gamma: float,
    a: list[Row],
    c: list[Row],
    alpha: Row,
    slope: Row,
    dense: list[Row],
    paper: str,
) -> Method:
    """A method whose solution and embedded solution both end on a stage at the end of the step.

    The rows of `a` past those given repeat the last one and add a 1; so does b. The last stage is the
    difference between the solution and the embedded solution. `alpha` and `slope` end in ones and zeros.

    Parameters
    ----------
    name : str
    orders : (int, int, int)
        Of the solution, of the embedded solution and of the interpolation.
    gamma : float
    a, c, dense : list of tuple of float
    alpha, slope : tuple of float
    paper : str
    """
    stages = len(c) + 1
    ends = stages - 1 - len(a)
    rows = [*a, *((*a[-1], *(1.0,) * more) for more in range(1, ends + 1))]
    rest = stages - len(alpha)
    return Method(
        name,
        *orders,
        gamma,
        lower_triangle(rows),
        lower_triangle(c),
        fixed((*alpha, *(1.0,) * rest)),
        fixed((*slope, *(0.0,) * rest)),
        fixed((*rows[-1], 1.0)),
        fixed((*(0.0,) * (stages - 1), 1.0)),
        fixed(dense),
        paper,
    )


RODAS4 = rodas(
    "Rodas4",
    (4, 3, 3),
    gamma=0.25,
    a=[
        (1.544,),
        (0.9466785280815826, 0.2557011698983284),
        (3.314825187068521, 2.896124015972201, 0.9986419139977817),
        (1.221224509226641, 6.019134481288629, 12.53708332932087, -0.687886036105895),
    ],
    c=[
        (-5.6688,),
        (-2.430093356833875, -0.2063599157091915),
        (-0.1073529058151375, -9.594562251023355, -20.47028614809616),
        (7.496443313967647, -10.24680431464352, -33.99990352819905, 11.7089089320616),
        (8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054),
    ],
    alpha=(0.0, 0.386, 0.21, 0.63),
    slope=(0.25, -0.1043, 0.1035, -0.0362),
    dense=[
        (10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823,
         1.025137723295662, 0.0),
        (-0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386,
         -6.594389125716872, 0.0),
    ],
    paper="Hairer & Wanner, Solving Ordinary Differential Equations II, 2nd ed. (Springer 1996), sect. IV.7",
)

RODAS4P = rodas(
    "Rodas4P",
    (4, 3, 3),
    gamma=0.25,
    a=[
        (3.0,),
        (1.831036793486759, 0.4955183967433795),
        (2.304376582692669, -0.05249275245743001, -1.176798761832782),
        (-7.170454962423024, -4.741636671481785, -16.31002631330971, -1.062004044111401),
    ],
    c=[
        (-12.0,),
        (-8.791795173947035, -2.207865586973518),
        (10.81793056857153, 6.780270611428266, 19.5348594464241),
        (34.19095006749676, 15.49671153725963, 54.7476087596413, 14.16005392148534),
        (34.62605830930532, 15.30084976114473, 56.99955578662667, 18.40807009793095, -5.714285714285717),
    ],
    alpha=(0.0, 0.75, 0.21, 0.63),
    slope=(0.25, -0.5, -0.023504, -0.0362),
    dense=[
        (25.09876703708589, 11.62013104361867, 28.49148307714626, -5.664021568594133, 0.0, 0.0),
        (1.638054557396973, -0.7373619806678748, 8.47791821923899, 15.9925314877952, -1.882352941176471, 0.0),
    ],
    paper="Steinebach, Order reduction of ROW methods for DAEs and method of lines applications, "
    "preprint 1741, TH Darmstadt (1995)",
)

RODAS5P = rodas(
    "Rodas5P",
    (5, 4, 4),
    gamma=0.21193756319429014,
    a=[
        (3.0,),
        (2.849394379747939, 0.45842242204463923),
        (-6.954028509809101, 2.489845061869568, -10.358996098473584),
        (2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641),
        (-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256,
         0.030198172008377946),
    ],
    c=[
        (-14.155112264123755,),
        (-17.97296035885952, -2.859693295451294),
        (147.12150275711716, -1.41221402718213, 71.68940251302358),
        (165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306),
        (24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125, -0.6610691825249471),
        (30.91273214028599, -3.1208243349937974, 77.79954646070892, 34.28646028294783, -19.097331116725623,
         -28.087943162872662),
        (37.80277123390563, -3.2571969029072276, 112.26918849496327, 66.9347231244047, -40.06618937091002,
         -54.66780262877968, -9.48861652309627),
    ],
    alpha=(0.0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716, 0.4288403609558664),
    slope=(0.21193756319429014, -0.42387512638858027, -0.3384627126235924, 1.8046452872882734,
           2.325825639765069),
    dense=[
        (25.948786856663858, -2.5579724845846235, 10.433815404888879, -2.3679251022685204, 0.524948541321073,
         1.1241088310450404, 0.4272876194431874, -0.17202221070155493),
        (-9.91568850695171, -0.9689944594115154, 3.0438037242978453, -24.495224566215796, 20.176138334709044,
         15.98066361424651, -6.789040303419874, -6.710236069923372),
        (11.419903575922262, 2.8879645146136994, 72.92137995996029, 80.12511834622643, -52.072871366152654,
         -59.78993625266729, -0.15582684282751913, 4.883087185713722),
    ],
    paper="Steinebach, Construction of Rosenbrock-Wanner method Rodas5P and numerical benchmarks within the "
    "Julia Differential Equations package, BIT Numerical Mathematics 63, 27 (2023), "
    "doi 10.1007/s10543-023-00967-x",
)

DEFAULT = RODAS5P
