"""LLVM text -> machine code in this process, the object code kept on disk under the name of its content."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import llvmlite
import llvmlite.binding as llvm

from remit.program import cache

OPTIMISE = 2  # of code generation; the text is already in its final shape, so no passes but inlining run


@functools.cache
def host() -> tuple[Any, str, str]:
    """The target, processor name and feature text of this machine."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple(), llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()


SPLITS_512 = ("znver4",)  # processors that do 512-bit arithmetic in two halves: wide lanes only cost cache


def widest_vector() -> int:
    """Doubles side by side that suit this machine: 8 with full AVX-512, 4 with AVX2, else 2."""
    _, processor, _ = host()
    features = dict(llvm.get_host_cpu_features())
    if features.get("avx512f") and features.get("avx512dq") and processor not in SPLITS_512:
        return 8
    return 4 if features.get("avx2") else 2


def target_machine() -> Any:
    target, processor, features = host()
    return target.create_target_machine(
        cpu=processor, features=features, opt=OPTIMISE, codemodel="jitdefault", jit=True, reloc="default"
    )


def object_code(text: str, machine: Any) -> bytes:
    """Compile; inlining is the only transformation that straight-line code needs."""
    module = llvm.parse_assembly(text)
    module.verify()
    tuning = llvm.create_pipeline_tuning_options(speed_level=0)
    tuning.loop_vectorization = False
    tuning.slp_vectorization = False
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)
    code: bytes = machine.emit_object(module)
    return code


def with_full_vectors(text: str) -> str:
    """Ask for full-width registers, which LLVM avoids by default on machines that once slowed down for
    them."""
    return text.replace(" nounwind {", ' nounwind "prefer-vector-width"="512" {')


def load(
    content: str, text: Callable[[], str], names: tuple[str, ...]
) -> tuple[object, dict[str, int], bool]:
    """Addresses of the named functions, and whether anything had to be compiled.

    Parameters
    ----------
    content : str
        Everything that decides the text, in short; with remit's numeric source, processor and LLVM it names
        the object code on disk.
    text : callable
        Gives the LLVM text when it has to be compiled.
    names : tuple of str

    Returns
    -------
    keep : object
        Owns the code; the addresses are good as long as it lives.
    addresses : dict
        Name -> address.
    compiled : bool
        False when the object code came from the disk.
    """
    _, processor, features = host()
    version = ".".join(map(str, llvm.llvm_version_info))
    settings = (processor, features, version, llvmlite.__version__, str(OPTIMISE))
    name = cache.content_name(content, cache.source_name(), *settings) + ".o"
    machine = target_machine()
    code = cache.read("objects", name)
    compiled = code is None
    if code is None:
        code = object_code(with_full_vectors(text()), machine)
        cache.write("objects", name, code)
    backing = llvm.parse_assembly("")
    engine = llvm.create_mcjit_compiler(backing, machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    addresses = {name: engine.get_function_address(name) for name in names}
    return engine, addresses, compiled
