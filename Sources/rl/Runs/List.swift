import ArgumentParser
import Benchmarking
import Foundation
import RLFramework

/// The command `rl list`.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Lists the agents and the tasks that rl train knows.")

  func run() {
    print("Agents")
    print(Self.indented(listAvailableAgents().map { [$0.id.name, $0.summary] }))
    print("\nTasks (with the agents that have a preset)")
    let tasks = TaskCatalogue().tasks.map { task in
      [
        task.name,
        BenchmarkSuite.classic.presets.filter { $0.task == task.name }.map(\.agent.name).joined(separator: ", "),
      ]
    }
    print(Self.indented(tasks))
    print("  gymnasium:NAME  any environment of Python's Gymnasium")
  }

  private static func indented(_ rows: [[String]]) -> String {
    TextTable(rows, alignments: [.left]).lines.map { "  " + $0 }.joined(separator: "\n")
  }
}
