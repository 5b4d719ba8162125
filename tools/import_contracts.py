"""The import contract that import-linter does not bring: packages that need nothing installed."""

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class StandardLibraryOnly(Contract):
    """Each of `packages` imports nothing from outside the project but the standard library."""

    type_name = "standard_library_only"
    packages = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - import-linter's
        """Find the imports of installed packages, by module and line."""
        outside = {
            module
            for module in graph.modules
            if graph.is_module_squashed(module) and module not in sys.stdlib_module_names
        }
        found = [
            f"{importer} imports {imported} (line {detail['line_number']})"
            for package in self.contract_options["packages"]
            for importer in sorted({package, *graph.find_descendants(package)})
            for imported in sorted(graph.find_modules_directly_imported_by(importer) & outside)
            for detail in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each of them."""
        for line in check.metadata["found"]:
            output.print_error(line)
