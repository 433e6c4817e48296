import Agents
import Networks
import RLCore
import RLTesting
import Randomness
import Settings
import Testing

/// A task whose observation is shown as a group of rows, one for each value: [holds data, value].
private struct AsRows<Base: Environment>: Environment {
  typealias ActionType = Base.ActionType

  var base: Base
  let observationSpace: ObservationSpace

  init(_ base: Base) {
    self.base = base
    observationSpace = ObservationSpace(groups: [
      .init("account", columns: 1), .init("rows", rows: base.observationSpace.width, columns: 2, isPadded: true),
    ])
  }

  var actionSpace: Base.ActionType.Domain { base.actionSpace }
  var masksActions: Bool { base.masksActions }

  mutating func reset(using random: inout RandomStream) { base.reset(using: &random) }
  mutating func step(_ action: Base.ActionType) -> StepOutcome { base.step(action) }
  func writeActionMask(into row: inout MutableSpan<Bool>) { base.writeActionMask(into: &row) }

  func writeObservation(into row: inout MutableSpan<Float>) {
    var values = [Float](repeating: 0, count: base.observationSpace.width)
    values.withUnsafeMutableBufferPointer {
      var span = $0.mutableSpan
      base.writeObservation(into: &span)
    }
    row[0] = 1
    for (index, value) in values.enumerated() {
      row[1 + 2 * index] = 1
      row[2 + 2 * index] = value
    }
  }
}

/// Every agent reads groups through encoders that its settings name, and keeps the contract of agents with them.
@Suite("Agents with encoders")
struct EncodedAgentTests {
  private static let replay = #""replay": {"capacity": 300}, "cadence": {"learningStarts": 64, "interval": 8}"#

  /// A network of the settings `rest` behind an encoder of the rows.
  private static func network(_ encoder: String, _ rest: String) -> String {
    #"{\#(rest), "encoding": {"encoders": [{"group": "rows", \#(encoder)}], "fusion": [6]}}"#
  }

  static let encoders = [
    #""encoder": "attention", "embedding": 4, "heads": 2, "outputs": 6"#,
    #""encoder": "pooling", "outputs": 4, "pooling": ["mean", "maximum"]"#,
  ]

  private func check<R: AgentRecipe, E: Environment>(
    _ recipe: R.Type, _ settings: String, draws: Bool = true, in environment: @escaping @autoclosure () -> E,
    at location: SourceLocation = #_sourceLocation
  ) throws where R.ActionType == E.ActionType {
    let settings = try R.defaults.applying(JSONValue(parsing: settings))
    let report = checkAgent(R.self, settings: settings, steps: 192, draws: draws, in: environment)
    #expect(report.isPassed, "\(report)", sourceLocation: location)
  }

  private static var choices: AsRows<IdentityEnvironment> {
    AsRows(IdentityEnvironment(choices: 4, masksActions: true))
  }

  @Test("PPO and A2C", arguments: encoders)
  func policies(encoder: String) throws {
    let network = Self.network(encoder, #""policy": [8], "value": [8]"#)
    try check(PPORecipe.self, #"{"rolloutSteps": 32, "batchSize": 32, "network": \#(network)}"#, in: Self.choices)
    try check(A2CRecipe.self, #"{"network": \#(network)}"#, in: Self.choices)
  }

  @Test("recurrent PPO", arguments: encoders, [true, false])
  func recurrent(encoder: String, sharesMemory: Bool) throws {
    let network = Self.network(
      encoder, #""width": 8, "policy": [8], "value": [8], "sharesMemory": \#(sharesMemory)"#)
    try check(
      RecurrentPPORecipe.self, #"{"rolloutSteps": 32, "batchSize": 32, "network": \#(network)}"#, in: Self.choices)
  }

  @Test("DQN and QR-DQN", arguments: encoders)
  func values(encoder: String) throws {
    let network = Self.network(encoder, #""hidden": [8]"#)
    let common = #""batchSize": 16, \#(Self.replay), "network": \#(network)"#
    try check(DQNRecipe.self, #"{"dueling": true, \#(common)}"#, in: Self.choices)
    try check(DQNRecipe.self, "{\(common)}", in: Self.choices)
    try check(QRDQNRecipe.self, #"{"quantiles": 5, \#(common)}"#, in: Self.choices)
  }

  @Test("SAC, TD3 and DDPG", arguments: encoders)
  func continuous(encoder: String) throws {
    let network = Self.network(encoder, #""hidden": [8]"#)
    let settings = #"{"batchSize": 16, \#(Self.replay), "actor": \#(network), "critic": \#(network)}"#
    try check(SACRecipe.self, settings, in: AsRows(TargetEnvironment()))
    try check(TD3Recipe.self, settings, draws: false, in: AsRows(TargetEnvironment()))
    try check(DDPGRecipe.self, settings, draws: false, in: AsRows(TargetEnvironment()))
  }

  @Test("SAC with state-dependent noise")
  func stateDependentNoise() throws {
    let network = Self.network(Self.encoders[0], #""hidden": [8]"#)
    let noise = #""stateDependentNoise": {"sampleInterval": 3, "usesExpln": false, "learnsFeatures": true}"#
    try check(
      SACRecipe.self,
      #"{"batchSize": 16, \#(Self.replay), \#(noise), "actor": \#(network), "critic": \#(network)}"#,
      in: AsRows(TargetEnvironment()))
  }

  @Test("a policy whose choices point at rows")
  func pointer() throws {
    let network = #"{"pointer": {"heads": [{"group": "rows", "choices": 1}], "contextChoices": 0, "width": 8}}"#
    try check(PPORecipe.self, #"{"rolloutSteps": 32, "batchSize": 32, "network": \#(network)}"#, in: Self.choices)
    try check(A2CRecipe.self, #"{"network": \#(network)}"#, in: Self.choices)
  }
}
