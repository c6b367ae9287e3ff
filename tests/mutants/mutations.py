"""What can be put wrong in a file of Python, one small thing at a time: a boundary, a sign, a slice, a line.

Words are left alone: no text constant is changed, nor annotations, nor how a dataclass is made.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

COMPARED: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
RECKONED: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
SWAPPED = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "floor": "ceil",
    "ceil": "floor",
    "sorted": "list",
    "ppf": "isf",
    "isf": "ppf",
    "cdf": "sf",
    "sf": "cdf",
    "startswith": "endswith",
    "endswith": "startswith",
    "union": "intersection",
    "intersection": "union",
}
DROPPED_CALLS = {"abs", "round", "reversed", "trimmed", "set", "floor", "ceil"}
DROPPED_METHODS = {"strip", "lstrip", "rstrip", "lower", "upper", "casefold", "removeprefix", "removesuffix"}
UNTOUCHED_KEYWORDS = {"strict", "frozen", "slots", "encoding"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Mutation:
    """One change to a tree: what stands at `place` of `parent` becomes `after`."""

    parent: Any
    place: str
    index: int | None
    after: Any
    line: int
    lines: tuple[int, int]
    says: str
    in_function: bool

    def compiled(self, tree: ast.Module, path: str) -> Any:
        """The code of the whole file with this change, after which the tree is as it was."""
        before = self._put(self.after)
        try:
            return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)
        finally:
            self._put(before)

    def source(self, tree: ast.Module) -> str:
        """The file with this change, as text."""
        before = self._put(self.after)
        try:
            return ast.unparse(ast.fix_missing_locations(tree))
        finally:
            self._put(before)

    def _put(self, value: Any) -> Any:
        if self.index is None:
            before = getattr(self.parent, self.place)
            setattr(self.parent, self.place, value)
        else:
            before = getattr(self.parent, self.place)[self.index]
            getattr(self.parent, self.place)[self.index] = value
        return before


def mutations(tree: ast.Module) -> Iterator[Mutation]:
    """Every mutation of a file, from its top to its end."""
    yield from _below(tree, (), tree, in_function=False)


def _below(
    node: ast.AST, above: tuple[ast.AST, ...], stated: ast.AST, *, in_function: bool
) -> Iterator[Mutation]:
    for place, value in ast.iter_fields(node):
        if _untouched(node, place):
            continue
        inside = in_function or (isinstance(node, FUNCTIONS) and place == "body")
        many = isinstance(value, list)
        for index, child in enumerate(value if many else [value]):
            if not isinstance(child, ast.AST) or _is_text(child):
                continue
            stands = child if isinstance(child, ast.stmt) else stated
            for after in _changes(child, node, place):
                yield _mutation(
                    node, place, index if many else None, child, after, (*above, node), stands, inside
                )
            yield from _below(child, (*above, node), stands, in_function=inside)


def _mutation(
    parent: ast.AST,
    place: str,
    index: int | None,
    child: ast.AST,
    after: ast.AST,
    above: tuple[ast.AST, ...],
    stated: ast.AST,
    inside: bool,
) -> Mutation:
    line = getattr(child, "lineno", None) or next(a.lineno for a in reversed(above) if hasattr(a, "lineno"))
    around = [one for one in above if isinstance(one, ast.expr) and not isinstance(one, ast.Slice)]
    shown = around[-1] if around and not isinstance(child, ast.stmt) else child
    before, then = _shown(shown), _shown(after)
    if shown is not child:
        there = Mutation(parent, place, index, after, line, (0, 0), "", inside)
        kept = there._put(after)
        then = _shown(shown)
        there._put(kept)
    return Mutation(parent, place, index, after, line, _lines(stated), f"{before} → {then}", inside)


def _shown(node: ast.AST) -> str:
    if isinstance(node, (ast.cmpop, ast.operator, ast.boolop, ast.unaryop)):
        return type(node).__name__
    text = ast.unparse(ast.fix_missing_locations(node))
    return " ".join(text.split())


def _lines(stated: ast.AST) -> tuple[int, int]:
    """The lines that run when a statement does: all of a simple one, the head of a compound one."""
    first = getattr(stated, "lineno", 0)
    body = getattr(stated, "body", None)
    if isinstance(body, list) and body and hasattr(body[0], "lineno"):
        return first, max(first, body[0].lineno - 1)
    cases = getattr(stated, "cases", None)
    if cases:
        return first, cases[-1].pattern.end_lineno
    return first, getattr(stated, "end_lineno", first) or first


def _is_text(node: ast.AST) -> bool:
    """A docstring, an ellipsis, or another constant that stands for itself."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _untouched(node: ast.AST, place: str) -> bool:
    """Annotations, how a dataclass is made, formats of figures, and names that are only for readers."""
    return (
        place in {"annotation", "returns", "format_spec", "decorator_list", "bases", "type_params"}
        or (isinstance(node, ast.keyword) and node.arg in UNTOUCHED_KEYWORDS)
        or (isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"cast", "TypeVar"})
        or (isinstance(node, ast.AnnAssign) and place == "target")
        or isinstance(node, (ast.Import, ast.ImportFrom))
    )


def _changes(node: ast.AST, parent: ast.AST, place: str) -> Iterator[ast.AST]:
    if isinstance(node, (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.BinOp)):
        yield from _reckoned(node)
    elif isinstance(node, ast.Constant):
        yield from (ast.copy_location(ast.Constant(value), node) for value in _constants(node, parent))
    elif isinstance(node, ast.Slice) and (node.lower is None) != (node.upper is None):
        yield ast.copy_location(ast.Slice(node.upper, node.lower, node.step), node)
    elif isinstance(node, ast.Call):
        yield from _called(node)
    elif isinstance(node, ast.stmt):
        yield from _stated(node)
    if place == "ifs":
        yield ast.copy_location(ast.Constant(value=True), node)
    if place in {"test", "guard", "ifs"} and not isinstance(node, (ast.Compare, ast.BoolOp, ast.UnaryOp)):
        yield ast.copy_location(ast.UnaryOp(ast.Not(), node), node)


def _reckoned(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp(op=op, values=values):
            yield ast.copy_location(
                ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values), node
            )
            for one in range(len(values)):
                rest = values[:one] + values[one + 1 :]
                yield rest[0] if len(rest) == 1 else ast.copy_location(ast.BoolOp(op, rest), node)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.BinOp() if type(node.op) in RECKONED and not (_text(node.left) or _text(node.right)):
            yield ast.copy_location(ast.BinOp(node.left, RECKONED[type(node.op)](), node.right), node)
        case _:
            pass


def _text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    for one, op in enumerate(node.ops):
        for other in COMPARED[type(op)]:
            ops = [*node.ops[:one], other(), *node.ops[one + 1 :]]
            yield ast.copy_location(ast.Compare(node.left, ops, node.comparators), node)


def _constants(node: ast.Constant, parent: ast.AST) -> tuple[Any, ...]:
    value = node.value
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int):
        if value == 0:
            return (1, -1) if isinstance(parent, ast.Subscript) else (1,)
        return (value + 1, value - 1)
    if isinstance(value, float):
        return (value * 1.1,) if value else (1.0,)
    return ()


def _called(node: ast.Call) -> Iterator[ast.AST]:
    func = node.func
    name = getattr(func, "id", getattr(func, "attr", ""))
    if name in SWAPPED:
        other = (
            ast.Name(SWAPPED[name], ast.Load())
            if isinstance(func, ast.Name)
            else ast.Attribute(func.value, SWAPPED[name], ast.Load())  # type: ignore[attr-defined]
        )
        keywords = [] if name == "sorted" else node.keywords
        yield ast.copy_location(ast.Call(other, node.args, keywords), node)
    if name in DROPPED_CALLS and len(node.args) == 1 and not node.keywords:
        yield node.args[0]
    if isinstance(func, ast.Attribute) and name in DROPPED_METHODS:
        yield func.value
    for one, keyword in enumerate(node.keywords):
        if keyword.arg and keyword.arg not in UNTOUCHED_KEYWORDS:
            rest = node.keywords[:one] + node.keywords[one + 1 :]
            yield ast.copy_location(ast.Call(func, node.args, rest), node)


def _stated(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.Return(value=ast.expr() as value):
            if not (isinstance(value, ast.Constant) and value.value in {None, True, False}):
                yield ast.copy_location(ast.Return(ast.Constant(None)), node)
        case ast.Raise() | ast.Expr() | ast.Delete():
            yield ast.copy_location(ast.Pass(), node)
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield ast.copy_location(ast.Pass(), node)
        case ast.AugAssign():
            yield ast.copy_location(ast.Pass(), node)
            if type(node.op) in RECKONED:
                other = RECKONED[type(node.op)]()
                yield ast.copy_location(ast.AugAssign(node.target, other, node.value), node)
        case ast.Continue():
            yield ast.copy_location(ast.Break(), node)
        case ast.Break():
            yield ast.copy_location(ast.Continue(), node)
        case _:
            pass
