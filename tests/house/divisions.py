"""Runs whole pools with every division of the paying modules watched; prints how many it saw.

    python -m tests.house.divisions

`1 / 3` of two integers is a float without a trace of the word. So each `/` in metrics/pool and
metrics/money is replaced, as the modules are loaded, by one that refuses to return a float.
"""

import ast
import builtins
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any

WATCHED = ("metrics.pool", "metrics.money")
seen = 0


def watched_division(left: Any, right: Any) -> Any:
    """left / right. Raises: TypeError when that is a float."""
    global seen  # noqa: PLW0603
    seen += 1
    found = left / right
    if isinstance(found, float):
        raise TypeError(f"{left!r} / {right!r} is a float")
    return found


class _Watching(ast.NodeTransformer):
    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        watch = ast.Name("__watched_division__", ast.Load())
        return ast.copy_location(ast.Call(watch, [node.left, node.right], []), node)


class _Loader(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        source = self.get_data(self.path)
        tree = ast.fix_missing_locations(_Watching().visit(ast.parse(source)))
        return compile(tree, self.path, "exec")


class _Finder(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not name.startswith(WATCHED):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(name, spec.loader.path)
        return spec


def main() -> None:
    """Pay the pools of the statements' tests and read every step of them."""
    vars(builtins)["__watched_division__"] = watched_division
    sys.meta_path.insert(0, _Finder())
    from tests.metrics.pool.test_statement import rich

    done = rich()
    nodes = sum(1 for _ in done.tree.walk())
    for share in done.shares:
        nodes += sum(1 for _ in done.statement(share.person_id).walk())
    print(seen, nodes)


if __name__ == "__main__":
    main()
