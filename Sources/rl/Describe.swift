import ArgumentParser
import RLFramework

extension Describe.Preset: ExpressibleByArgument {}

/// The command `rl describe`.
struct Describe: ParsableCommand {
  /// What to describe.
  enum Preset: String, CaseIterable {
    case full
    case pbt
    case simple
  }

  static let configuration = CommandConfiguration(
    abstract: "Prints the network of a preset: every parameter with its shape, and their number.")

  @Argument(help: "full, pbt or simple.") var preset: Preset = .full

  @Flag(help: "The network whose choices point at rows, in place of the preset's own.") var pointer = false

  func run() throws {
    let task: FundingArbitrageConfiguration
    var blueprint: any ActorCriticBlueprint
    switch preset {
    case .full: (task, blueprint) = (.full, ModularBlueprint())
    case .pbt: (task, blueprint) = (.pbt, MLPBlueprint(hidden: [256, 256, 128]))
    case .simple: (task, blueprint) = (.simple, MLPBlueprint(hidden: [64, 64]))
    }
    if pointer {
      var heads = PointerBlueprint().heads
      heads[0].choices = task.sizeFractions.count
      blueprint = PointerBlueprint(heads: heads)
    }
    var layout = ParameterLayout()
    _ = try blueprint.build(for: task.observationSpace, policyOutputs: task.actionCount, in: &layout)
    let groups = task.observationSpace.groups.map { "\($0.name) \($0.rows) × \($0.columns)" }
    print("observation  \(task.observationSpace.width): \(groups.joined(separator: ", "))")
    print("actions      \(task.actionCount)\n")
    print(layout.table)
  }
}
