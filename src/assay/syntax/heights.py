"""Bounds the depth of expressions while they are built, so that no later pass can run out of stack."""

from typing import TypeVar

from assay.source import Span
from assay.syntax import ast, errors, limits
from assay.syntax.build import Build

E = TypeVar("E", ast.Binary, ast.Unary, ast.Known, ast.Call, ast.AtLeast, ast.ListOf)

_SMALL = 100  # code points: a tree written in fewer is never too deep, and cheap to measure


def bounded(build: Build, node: E) -> E:
    """The node itself. One that is too deep is reported, and its item left out."""
    if node.span.end - node.span.start <= _SMALL:
        return node
    height = _height(build, node)
    if height > limits.HEIGHT:
        if not build.spoiled:
            build.report(errors.too_many_parts(_start_of(node)))
        build.spoiled = True
        height = 0  # so that one mistake is one message, and measuring stays cheap
    build.heights[id(node)] = height
    return node


def _height(build: Build, node: ast.Expr) -> int:
    children = _children(node)
    return 1 + max((_known_height(build, child) for child in children), default=0)


def _known_height(build: Build, node: ast.Expr) -> int:
    if node.span.end - node.span.start <= _SMALL or isinstance(node, ast.Between) or not _children(node):
        return _height(build, node)
    return build.heights[id(node)]


def _children(node: ast.Expr) -> tuple[ast.Expr, ...]:
    match node:
        case ast.Binary():
            return (node.left, node.right)
        case ast.Unary() | ast.Known():
            return (node.operand,)
        case ast.Between():
            return (node.low, node.high)
        case ast.ListOf():
            return node.items
        case ast.AtLeast():
            return node.conditions
        case ast.Call():
            return node.arguments if node.where is None else (*node.arguments, node.where)
        case _:
            return ()


def _start_of(node: ast.Expr) -> Span:
    """The operator or word at which a tree became too deep."""
    if isinstance(node, ast.Binary):
        return node.op_span
    return Span(node.span.source, node.span.start, node.span.start + 1)
