"""A file's columns against the contract's: types before anything is cast, nulls before anything is read."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from schemas.contract import FieldType, TableField


def differences(found: pa.Schema, wanted: pa.Schema) -> list[str]:
    """Each column that is missing, too many, or of another type, in words."""
    said = [f"{name} is missing" for name in wanted.names if name not in found.names]
    said += [f"{name} is not in the contract" for name in found.names if name not in wanted.names]
    said += [f"{name} stands twice" for name in sorted(set(found.names)) if found.names.count(name) > 1]
    for name in wanted.names:
        if found.names.count(name) == 1:
            said += _unlike(name, found.field(name).type, wanted.field(name).type)
    return said


def _unlike(name: str, found: pa.DataType, wanted: pa.DataType) -> list[str]:
    """Nullability aside: a file of nullable columns without a null is as good, and nulls are TAB003's."""
    if pa.types.is_struct(found) and pa.types.is_struct(wanted):
        here, there = _members(found), _members(wanted)
        said = [f"{name}.{member} is missing" for member in there if member not in here]
        said += [f"{name}.{member} is not in the contract" for member in here if member not in there]
        for member in there:
            if member in here:
                said += _unlike(f"{name}.{member}", here[member], there[member])
        return said
    if pa.types.is_list(found) and pa.types.is_list(wanted):
        return _unlike(name, found.value_type, wanted.value_type)
    return [] if found.equals(wanted) else [f"{name} is {found}, not {wanted}"]


def usable(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether the checks can read a column of the wrong type all the same: another width, or offsets as floats."""
    if pa.types.is_struct(wanted):
        if not pa.types.is_struct(found):
            return False
        here = _members(found)
        return all(name in here and usable(here[name], kind) for name, kind in _members(wanted).items())
    if pa.types.is_list(wanted):
        listed = pa.types.is_list(found) or pa.types.is_large_list(found)
        return listed and usable(found.value_type, wanted.value_type)
    if _is_text(wanted):
        return _is_text(found)
    if pa.types.is_integer(wanted) or pa.types.is_floating(wanted):
        return bool(pa.types.is_integer(found) or pa.types.is_floating(found))
    return bool(found.equals(wanted))


def _members(kind: pa.DataType) -> dict[str, pa.DataType]:
    fields = [kind.field(place) for place in range(kind.num_fields)]
    return {member.name: member.type for member in fields}


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def null_rows(array: pa.Array, field: TableField) -> Iterator[tuple[str, list[int]]]:
    """Each place in a column where a null stands and none may, with the rows."""
    yield from _nulls(array, field.name, field.type, field.nullable, None)


def _nulls(
    array: pa.Array, name: str, kind: FieldType, nullable: bool, rows: pa.Array | None
) -> Iterator[tuple[str, list[int]]]:
    if array.null_count and not nullable:
        places = pc.indices_nonzero(array.is_null())
        yield name, (places if rows is None else rows.take(places)).to_pylist()
    if kind.list is not None and _is_list(array.type):
        parents = pc.list_parent_indices(array)
        parents = parents if rows is None else rows.take(parents)
        yield from _nulls(array.flatten(), f"{name} (an item)", kind.list, False, parents)
    elif kind.struct is not None and pa.types.is_struct(array.type):
        present = array.is_valid()
        kept = array if not array.null_count else array.filter(present)
        if rows is None:
            rows = pc.indices_nonzero(present)
        elif array.null_count:
            rows = rows.filter(present)
        names = [kept.type.field(place).name for place in range(kept.type.num_fields)]
        for place, child in enumerate(kept.flatten()):
            member = next((one for one in kind.struct if one.name == names[place]), None)
            if member is not None:
                inner = f"{name.removesuffix(' (an item)')}.{member.name}"
                yield from _nulls(child, inner, member.type, member.nullable, rows)


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))
