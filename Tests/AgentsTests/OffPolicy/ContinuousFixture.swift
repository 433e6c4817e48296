import Foundation
import Networks
import RLCore
import Randomness
import Tensors
import Testing

@testable import Agents

/// What the fixtures of SAC, TD3 and DDPG have in common: a batch and weights (written by `Scripts/golden/sac.py` and
/// `td3.py`).
///
/// Arrays are flat and row-major, weights [inputs × outputs], and names are ours.
struct ContinuousFixture: Decodable {
  typealias Block = [String: [Float]]

  struct Hyperparameters: Decodable {
    let gamma: Float
    let learningRate: Float
    let adamEpsilon: Float
    let polyak: Float
  }

  struct Batch: Decodable {
    let observations: [Float]
    let nextObservations: [Float]
    let actions: [Float]
    let rewards: [Float]
    let discounts: [Float]
    let noise: [Float]?
    let nextNoise: [Float]?
  }

  let observationWidth: Int
  let hidden: [Int]
  let actionDimensions: Int
  let hyperparameters: Hyperparameters
  let batch: Batch
  let parameters: Block
  let targetParameters: Block

  /// Rows of the batch.
  var rows: Int { batch.rewards.count }

  /// The hidden layers of every network.
  var layers: LayersBlueprint { LayersBlueprint(hidden: hidden) }

  /// A small replay buffer: batches are filled by hand.
  var replay: ReplayConfiguration { ReplayConfiguration(capacity: 16) }

  var context: AgentContext<ContinuousAction> {
    let bound = [Float](repeating: 1, count: actionDimensions)
    return AgentContext(
      observationSpace: ObservationSpace(width: observationWidth),
      actionSpace: ContinuousAction.Domain(low: bound.map { -$0 }, high: bound), random: RandomStream(seed: 1))
  }

  /// Reads a fixture, or the part of it that `Content` describes.
  static func load<Content: Decodable>(_ name: String, as type: Content.Type = ContinuousFixture.self) throws -> Content
  {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: "\(name).json")))
  }

  /// Gives an agent the weights and the batch.
  func fill(_ agent: some ReplayingAgent) throws {
    agent.policyActor.parameters.take(try Self.values(parameters, in: agent.policyActor.layout))
    agent.critics.parameters.take(try Self.values(parameters, in: agent.critics.layout))
    agent.critics.targets.take(try Self.values(targetParameters, in: agent.critics.layout))
    if agent.policyTargets !== agent.policyActor.parameters {
      agent.policyTargets.take(try Self.values(targetParameters, in: agent.policyActor.layout))
    }
    agent.batch.observations.take(batch.observations)
    agent.batch.nextObservations.take(batch.nextObservations)
    agent.batch.actions.take(batch.actions)
    agent.batch.rewards.take(batch.rewards)
    agent.batch.discounts.take(batch.discounts)
  }

  /// Observations with actions behind them, as critics read them.
  func criticInput(_ observations: [Float], _ actions: [Float]) -> [Float] {
    var input: [Float] = []
    for row in 0..<rows {
      input += observations[row * observationWidth..<(row + 1) * observationWidth]
      input += actions[row * actionDimensions..<(row + 1) * actionDimensions]
    }
    return input
  }

  /// Blocks in the order of a layout.
  static func values(_ block: Block, in layout: ParameterLayout) throws -> [Float] {
    try layout.entries.flatMap { try #require(block[$0.name], "\($0.name)") }
  }

  /// Compares a buffer with blocks, one by one.
  static func expectBlocks(
    _ found: AlignedBuffer<Float>, _ wanted: Block, in layout: ParameterLayout, _ what: String,
    tolerance: Float = 1e-5
  ) throws {
    for entry in layout.entries {
      let range = entry.slice.offset..<entry.slice.offset + entry.slice.count
      let values = try #require(wanted[entry.name], "\(entry.name)")
      try expectClose(Array(found.array[range]), values, "\(what) of \(entry.name)", tolerance: tolerance)
    }
  }

  /// Compares parameters after a step, to 1e-6: where a gradient is as small as Adam's ε its rounding shows.
  static func expectParameters(
    _ found: AlignedBuffer<Float>, _ wanted: Block, in layout: ParameterLayout, _ what: String
  ) throws {
    for (index, pair) in zip(found.array, try values(wanted, in: layout)).enumerated() {
      #expect(abs(pair.0 - pair.1) <= 1e-6, "\(what) \(index): \(pair.0), expected \(pair.1)")
    }
  }

  /// Compares a figure to 1e-5.
  static func expectFigure(_ found: Double?, _ wanted: Double, _ name: String) throws {
    let found = try #require(found, "\(name)")
    #expect(abs(found - wanted) <= 1e-5 * max(1, abs(wanted)), "\(name): \(found), expected \(wanted)")
  }
}

extension Critics {
  /// The value that each critic gives each row, [rows × critics].
  func values(of inputs: [Float], rows: Int, under parameters: AlignedBuffer<Float>) -> [Float] {
    let tape = Tape(parameters: parameters)
    let x = tape.constant(inputs, rows: rows, columns: inputWidth)
    return tape.values(of: tape.concatenate(networks.map { $0(x, on: tape) }))
  }
}
