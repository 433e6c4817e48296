import ArgumentParser
import Benchmarking
import Foundation
import RLFramework

/// The command `rl list`.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Lists the agents and the tasks that rl train knows.")

  func run() {
    print("Agents")
    let agents = listAvailableAgents()
    let width = agents.map(\.id.name.count).max() ?? 0
    for (id, summary) in agents {
      print("  \(id.name.padding(toLength: width + 2, withPad: " ", startingAt: 0))\(summary)")
    }
    print("\nTasks (with the agents that have a preset)")
    let tasks = TaskCatalogue().tasks.map(\.name)
    let wide = tasks.map(\.count).max() ?? 0
    for task in tasks {
      let tuned = BenchmarkSuite.classic.presets.filter { $0.task == task }.map(\.agent.name)
      print("  \(task.padding(toLength: wide + 2, withPad: " ", startingAt: 0))\(tuned.joined(separator: ", "))")
    }
    print("  gymnasium:NAME  any environment of Python's Gymnasium")
  }
}
