"""Stiff one-step methods as data: Rosenbrock methods of the Rodas family, all L-stable and stiffly accurate.

A step of size h from y at t solves, stage by stage and with one matrix,

    (1/(gamma h) I - J) k_i = f(t + alpha_i h, y + sum_j a_ij k_j) + sum_j c_ij/h k_j + slope_i h df/dt

with J and df/dt at t, y (Hairer & Wanner II (1996), eq. IV.7.25). The new solution is y + sum_i b_i k_i,
the error estimate sum_i e_i k_i. Inside the step, at t + theta h with 0 <= theta <= 1,

    y(theta) = (1 - theta) y + theta (y_new + (1 - theta) (d_1 + theta d_2 + theta^2 d_3 + ...))

with d_n = sum_i dense_ni k_i. The tests prove each method's promises from its coefficients alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from remit.solve.lanes import CALM_ERROR, Tableau
from remit.solve.problem import Floats


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
            self.a.copy(),
            self.c.copy(),
            self.alpha.copy(),
            self.slope.copy(),
            self.b.copy(),
            self.e.copy(),
            self.dense.copy(),
            grows,
            int(np.array_equal(self.b, self.a[last] + only_last)),
            int(np.array_equal(self.e, only_last)),
            1.0 / (self.error_order + 1),
            CALM_ERROR ** (-1.0 / (self.error_order + 1)),
        )


def lower_triangle(entries: Floats, size: int) -> Floats:
    """A square matrix from what is below its diagonal, row by row; a row not given adds a 1 to the last."""
    matrix = np.zeros((size, size))
    for i in range(1, size):
        first = i * (i - 1) // 2
        row = entries[first : first + i]
        matrix[i, :i] = row if row.size else (*matrix[i - 1, : i - 1], 1.0)
    return read_only(matrix)


def numbers(text: str, size: int | None = None, rest: float = 0.0) -> Floats:
    """The numbers in a text, filled up to a size."""
    values = [float(word) for word in text.split()]
    return read_only(np.array(values + [rest] * ((size or 0) - len(values))))


def read_only(array: Floats) -> Floats:
    """The array itself, closed to writing: no user of a method can change it for another."""
    array.setflags(write=False)
    return array


def rodas(
    name: str,
    orders: tuple[int, int, int],
    gamma: float,
    a: str,
    c: str,
    alpha: str,
    slope: str,
    dense: str,
    paper: str,
    e: str | None = None,
) -> Method:
    """A method whose solution ends on its last stage: b is the last row of a and a 1.

    Parameters
    ----------
    name : str
    orders : (int, int, int)
        Of the solution, of the embedded solution and of the interpolation.
    gamma : float
    a, c : str
        Entries below the diagonal, row by row; last rows of a that only add a 1 are left out.
    alpha, slope : str
        Stages left out are at the end of the step, 1 and 0.
    dense : str
        Row by row.
    paper : str
    e : str, optional
        Default: the last stage alone, where the embedded solution ends on the stage before it.
    """
    below = numbers(c)
    stages = round((1 + (1 + 8 * below.size) ** 0.5) / 2)
    matrix = lower_triangle(numbers(a), stages)
    return Method(
        name,
        *orders,
        gamma,
        matrix,
        lower_triangle(below, stages),
        numbers(alpha, stages, rest=1.0),
        numbers(slope, stages),
        read_only(np.append(matrix[-1, :-1], 1.0)),
        numbers("0 " * (stages - 1) + "1" if e is None else e),
        read_only(numbers(dense).reshape(-1, stages)),
        paper,
    )


STEINEBACH_2024 = (
    "Steinebach, Rosenbrock methods within OrdinaryDiffEq.jl - overview, recent developments and "
    "applications, Proceedings of the JuliaCon Conferences (2024)"
)

RODAS3P = rodas(
    "Rodas3P",
    (3, 2, 3),
    gamma=1 / 3,
    a="1.3333333333333333 0 0 2.90625 3.375 0.40625 2.90625 3.375 0.40625 0",
    c="-4 8.25 6.75 1.21875 -5.0625 -1.96875 4.03125 -15.1875 -4.03125 6",
    alpha="0 0.4444444444444444 0",
    slope="0.3333333333333333 -0.1111111111111111 1",
    dense="1.78125 6.75 0.15625 -6 -1 4.21875 -15.1875 -3.09375 9 0",
    e="0 0 0 -1 1",
    paper=STEINEBACH_2024,
)

RODAS4 = rodas(
    "Rodas4",
    (4, 3, 3),
    gamma=0.25,
    a="""
        1.544 0.9466785280815826 0.2557011698983284 3.314825187068521 2.896124015972201 0.9986419139977817
        1.221224509226641 6.019134481288629 12.53708332932087 -0.687886036105895
    """,
    c="""
        -5.6688 -2.430093356833875 -0.2063599157091915 -0.1073529058151375 -9.594562251023355
        -20.47028614809616 7.496443313967647 -10.24680431464352 -33.99990352819905 11.7089089320616
        8.083246795921522 -7.981132988064893 -31.52159432874371 16.31930543123136 -6.058818238834054
    """,
    alpha="0 0.386 0.21 0.63",
    slope="0.25 -0.1043 0.1035 -0.0362",
    dense="""
        10.12623508344586 -7.487995877610167 -34.80091861555747 -7.992771707568823 1.025137723295662 0
        -0.6762803392801253 6.087714651680015 16.43084320892478 24.76722511418386 -6.594389125716872 0
    """,
    paper="Hairer & Wanner, Solving Ordinary Differential Equations II, 2nd ed. (Springer 1996), sect. IV.7",
)

RODAS4P2 = rodas(
    "Rodas4P2",
    (4, 3, 3),
    gamma=0.25,
    a="""
        3 0.906377755268814 -0.189707390391685 3.758617027739064 1.161741776019525 -0.849258085312803
        7.089566927282776 4.573591406461604 -8.423496976860259 -0.959280113459775
    """,
    c="""
        -12 -6.354581592719008 0.338972550544623 -8.575016317114033 -7.606483992117508 12.22499765012482
        -5.888975457523102 -8.15739661784182 24.805546872612922 12.79040151279698 -4.408651676063871
        -6.692003137674639 24.625568527593117 16.627521966636085 -5.714285714285718
    """,
    alpha="0 0.75 0.321448134013046 0.519745732277726",
    slope="0.25 -0.5 -0.189532918363016 0.085612108792769",
    dense="""
        -5.323528268423303 -10.042123754867493 17.175254928256965 -5.079931171878093 -0.016185991706112 0
        6.984505741529879 6.914061169603662 -0.849178943070653 18.104410789349338 -3.516963011559032 0
    """,
    paper="Steinebach, Improvement of Rosenbrock-Wanner method RODASP, in Progress in "
    "Differential-Algebraic Equations II (Springer 2020), 165-184",
)

RODAS5 = rodas(
    "Rodas5",
    (5, 4, 4),
    gamma=0.19,
    a="""
        2 3.040894194418781 1.041747909077569 2.576417536461461 1.62208306077664 -0.9089668560264532
        2.760842080225597 1.446624659844071 -0.3036980084553738 0.2877498600325443 -14.09640773051259
        6.925207756232704 -41.47510893210728 2.343771018586405 24.13215229196062
    """,
    c="""
        -10.31323885133993 -21.04823117650003 -7.234992135176716 32.22751541853323 -4.943732386540191
        19.44922031041879 -20.69865579590063 -8.816374604402768 1.260436877740897 -0.7495647613787146
        -46.22004352711257 -17.49534862857472 -289.6389582892057 93.60855400400906 318.3822534212147
        34.20013733472935 -14.1553540271769 57.823356409884 25.83362985412365 1.408950972071624
        -6.551835421242162 42.57076742291101 -13.80770672017997 93.98938432427124 18.77919633714503
        -31.5835918722337 -6.685968952921985 -5.810979938412932
    """,
    alpha="0 0.38 0.3878509998321533 0.483971893787384 0.457047700881958",
    slope="0.19 -0.18230792253337147 -0.3192318321868749 0.3449828624725343 -0.37741756439208984",
    dense="""
        27.354592673333357 -6.925207756232857 26.40037733258859 0.5635230501052979 -4.699151156849391
        -1.6008677469422725 -1.5306074446748028 -1.3929872940716344 44.19024239501722 1.3677947663381929e-13
        202.93261852171622 -35.5669339789154 -181.91095152160645 3.4116351403665033 2.5793540257308067
        2.2435122582734066 -44.0988150021747 -5.755396159656812e-13 -181.26175034586677 56.99302194811676
        183.21182741427398 -7.480257918273637 -5.792426076169686 -5.32503859794143
    """,
    paper="Di Marzo, RODAS5(4): méthodes de Rosenbrock d'ordre 5(4), master's thesis, Univ. of Geneva (1993)",
)

RODAS5P = rodas(
    "Rodas5P",
    (5, 4, 4),
    gamma=0.21193756319429014,
    a="""
        3 2.849394379747939 0.45842242204463923 -6.954028509809101 2.489845061869568 -10.358996098473584
        2.8029986275628964 0.5072464736228206 -0.3988312541770524 -0.04721187230404641 -7.502846399306121
        2.561846144803919 -11.627539656261098 -0.18268767659942256 0.030198172008377946
    """,
    c="""
        -14.155112264123755 -17.97296035885952 -2.859693295451294 147.12150275711716 -1.41221402718213
        71.68940251302358 165.43517024871676 -0.4592823456491126 42.90938336958603 -5.961986721573306
        24.854864614690072 -3.0009227002832186 47.4931110020768 5.5814197821558125 -0.6610691825249471
        30.91273214028599 -3.1208243349937974 77.79954646070892 34.28646028294783 -19.097331116725623
        -28.087943162872662 37.80277123390563 -3.2571969029072276 112.26918849496327 66.9347231244047
        -40.06618937091002 -54.66780262877968 -9.48861652309627
    """,
    alpha="0 0.6358126895828704 0.4095798393397535 0.9769306725060716 0.4288403609558664",
    slope="0.21193756319429014 -0.42387512638858027 -0.3384627126235924 1.8046452872882734 2.325825639765069",
    dense="""
        25.948786856663858 -2.5579724845846235 10.433815404888879 -2.3679251022685204 0.524948541321073
        1.1241088310450404 0.4272876194431874 -0.17202221070155493 -9.91568850695171 -0.9689944594115154
        3.0438037242978453 -24.495224566215796 20.176138334709044 15.98066361424651 -6.789040303419874
        -6.710236069923372 11.419903575922262 2.8879645146136994 72.92137995996029 80.12511834622643
        -52.072871366152654 -59.78993625266729 -0.15582684282751913 4.883087185713722
    """,
    paper="Steinebach, Construction of Rosenbrock-Wanner method Rodas5P and numerical benchmarks within the "
    "Julia Differential Equations package, BIT Numerical Mathematics 63, 27 (2023), "
    "doi 10.1007/s10543-023-00967-x",
)

# The stages of Rodas5P. Its error estimate does not vanish for infinitely fast states, so that no step is
# longer than the interpolation inside it can follow.
RODAS5PE = replace(
    RODAS5P,
    name="Rodas5Pe",
    e=numbers("""
        0.2606326497975715 -0.005158627295444251 1.3038988631109731 1.235000722062074 -0.7931985603795049
        -1.005448461135913 -0.18044626132120234 0.17051519239113755
    """),
    paper=f"{RODAS5P.paper}; error estimate: {STEINEBACH_2024}",
)

METHODS = {method.name: method for method in (RODAS3P, RODAS4, RODAS4P2, RODAS5, RODAS5P, RODAS5PE)}
DEFAULT = RODAS5PE
