"""Calling machine code by its address from compiled loops."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic


@intrinsic
def call(typing_context: Any, address: Any, arguments: Any) -> Any:
    """Call `void f(void*, …)` at `address` with a tuple of addresses (int64)."""
    signature = types.void(address, arguments)

    def codegen(context: Any, builder: Any, _: Any, values: Any) -> Any:
        pointer = ir.PointerType(ir.IntType(8))
        form = ir.FunctionType(ir.VoidType(), [pointer] * arguments.count)
        function = builder.inttoptr(values[0], form.as_pointer())
        unpacked = cgutils.unpack_tuple(builder, values[1])
        builder.call(function, [builder.inttoptr(value, pointer) for value in unpacked])
        return context.get_dummy_value()

    return signature, codegen


@intrinsic
def bare(typing_context: Any, arrays: Any) -> Any:
    """A named tuple with its arrays stripped of their reference counts.

    Counting references is atomic and costs more than the arithmetic between two look-ups. The caller must
    keep the tuple it passed in for as long as the bare one is used.
    """

    def codegen(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        items = cgutils.unpack_tuple(builder, values[0])
        stripped = []
        for kind, item in zip(signature.args[0].types, items, strict=True):
            if isinstance(kind, types.Array):
                array = context.make_array(kind)(context, builder, item)
                array.meminfo = cgutils.get_null_value(array.meminfo.type)
                array.parent = cgutils.get_null_value(array.parent.type)
                item = array._getvalue()
            stripped.append(item)
        return context.make_tuple(builder, signature.return_type, stripped)

    return arrays(arrays), codegen


@intrinsic
def take_number(typing_context: Any, address: Any) -> Any:
    """The whole number at an address, which grows by one: no two threads are given the same."""
    signature = types.int64(types.int64)

    def codegen(context: Any, builder: Any, _: Any, values: Any) -> Any:
        where = builder.inttoptr(values[0], ir.IntType(64).as_pointer())
        return builder.atomic_rmw("add", where, ir.Constant(ir.IntType(64), 1), "monotonic")

    return signature, codegen


@njit(cache=True, nogil=True)
def call_kernel(address, arguments):  # type: ignore[no-untyped-def]
    """`call`, for use outside compiled code."""
    call(address, arguments)


def aligned(*shape: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Zeros at an address divisible by 64, so that vector loads never straddle cache lines.

    Parameters
    ----------
    *shape : int
        Shape of the array.

    Returns
    -------
    ndarray of float64
    """
    size = int(np.prod(shape)) * 8
    raw = np.zeros(size + 64, np.uint8)
    offset = -raw.ctypes.data % 64
    return raw[offset : offset + size].view(np.float64).reshape(shape)
