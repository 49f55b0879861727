import ArgumentParser
import Grids
import Reports
import Training
import Vocabulary

/// `zobench schema`: what a grid file may hold, for editors and other programs.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints a JSON Schema (draft-07) of grid files.",
    discussion: """
      Made from the catalogs: names, settings, kinds, defaults, units and ranges as they are \
      declared. An editor with a YAML language server uses it when a grid begins with the line \
      '# yaml-language-server: $schema=grid.schema.json'.

        zobench schema > Grids/grid.schema.json

      Exit status: 0 printed.
      """)

  func run() {
    Console.out(PrettyJSON.text(GridSchema(.catalogs).value))
  }
}
