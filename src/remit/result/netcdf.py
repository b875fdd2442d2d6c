"""A Dataset as a netCDF-4 file, laid out directly in HDF5.

The general writers spend milliseconds on every variable; a result has hundreds, all of one kind. What makes
an HDF5 file a netCDF-4 file is little: dimensions are numbered scales, variables are attached to them.
Any netCDF-4 reader opens the file; a test reads it back through h5netcdf and compares everything.
See the appendix "netCDF-4 file format" of the NetCDF User's Guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import h5py
import numpy as np
import xarray as xr

BARE_DIMENSION = "This is a netCDF dimension but not a netCDF variable. {:10d}"
TEXT = h5py.string_dtype("utf-8")


def write_layout(dataset: xr.Dataset, path: Path) -> None:
    """Write every variable, coordinate and attribute of a Dataset of numbers and texts.

    Raises
    ------
    TypeError
        When an attribute or variable is neither numbers nor text.
    """
    sizes = {str(name): size for name, size in dataset.sizes.items()}
    with h5py.File(path, "w", track_order=True) as file:
        file.attrs["_NCProperties"] = f"version=2,hdf5={h5py.version.hdf5_version},h5py={h5py.__version__}"
        _write_attributes(file, dataset.attrs)
        extra = [str(name) for name in dataset.coords if name not in sizes]
        if extra:  # the convention by which xarray knows them from ordinary variables
            file.attrs["coordinates"] = " ".join(extra)
        scales = {name: _write_dimension(file, dataset, name, size) for name, size in sizes.items()}
        for number, scale in enumerate(scales.values()):
            scale.attrs["_Netcdf4Dimid"] = np.int32(number)
        for name, variable in dataset.variables.items():
            if name in sizes:
                continue
            stored = _write_values(file, str(name), variable)
            for axis, dimension in enumerate(variable.dims):
                stored.dims[axis].attach_scale(scales[str(dimension)])
            _write_attributes(stored, variable.attrs)


def _write_dimension(file: h5py.File, dataset: xr.Dataset, name: str, size: int) -> h5py.Dataset:
    """A dimension, with its coordinate where it has one."""
    if name in dataset.variables:
        scale = _write_values(file, name, dataset.variables[name])
        scale.make_scale(name)
        _write_attributes(scale, dataset.variables[name].attrs)
    else:
        scale = file.create_dataset(name, shape=(size,), dtype=">f4")
        scale.make_scale(BARE_DIMENSION.format(size))
    return scale


def _write_values(file: h5py.File, name: str, variable: xr.Variable) -> h5py.Dataset:
    """Numbers as they are, texts of any length."""
    values = variable.values
    if values.dtype.kind == "U":
        return file.create_dataset(name, data=values.astype(object), dtype=TEXT, track_order=True)
    if values.dtype.kind not in "iuf":
        raise TypeError(f"{name} holds {values.dtype}; a result holds numbers and texts")
    return file.create_dataset(name, data=values, track_order=True)


def _write_attributes(owner: h5py.File | h5py.Dataset, attributes: Mapping[str, object]) -> None:
    """Numbers and texts beside the data."""
    for name, value in attributes.items():
        if not isinstance(value, str | int | float | np.generic):
            raise TypeError(
                f"attribute {name} is {type(value).__name__}; only numbers and texts can be stored"
            )
        owner.attrs[name] = value
