"""What corrections teach about the inverse of a derivative: Broyden's updates, subject by subject."""

from __future__ import annotations

import numpy as np

from remit.solve.problem import Floats, Integers


class Learned:
    """An inverse and what each subject has added to it: H = inverse + sum of u v^T."""

    def __init__(self, inverse: Floats, shape: tuple[int, ...]) -> None:
        self.inverse = inverse
        self.u = np.zeros((shape[0], 0, shape[1]))
        self.v = np.zeros((shape[0], 0, shape[1]))

    def times(self, right: Floats, who: Integers) -> Floats:
        """H r for every chosen subject, (n_chosen, n_states)."""
        product: Floats = right @ self.inverse.T
        product += np.einsum("skn,sk->sn", self.u[who], np.einsum("skn,sn->sk", self.v[who], right))
        return product

    def under(self, left: Floats, who: Integers) -> Floats:
        """s^T H for every chosen subject, (n_chosen, n_states)."""
        product: Floats = left @ self.inverse
        product += np.einsum("skn,sk->sn", self.v[who], np.einsum("skn,sn->sk", self.u[who], left))
        return product

    def learn(self, step: Floats, change: Floats, who: Integers) -> None:
        """Let H map every chosen subject's last change to its last step."""
        mapped, seen = self.times(change, who), self.under(step, who)
        size = np.einsum("sn,sn->s", seen, change)
        usable = np.abs(size) > 1e-12 * np.einsum("sn,sn->s", step, step)
        u, v = np.zeros((2, self.u.shape[0], 1, self.u.shape[2]))
        u[who, 0] = np.where(usable[:, None], (step - mapped) / np.where(usable, size, 1.0)[:, None], 0.0)
        v[who, 0] = seen
        self.u, self.v = np.concatenate([self.u, u], axis=1), np.concatenate([self.v, v], axis=1)
