import Foundation
import RLCore
import Randomness
import Settings

/// Several Python environments of one kind, stepped together in one child process.
///
/// One message carries the actions of a step, one brings back observations, rewards, ends and masks. An environment
/// that ends is reset in Python within the same step; its true final observation is in the transition. `reset()` seeds
/// each environment the first time only, from its own stream, so that its episodes do not depend on how many run
/// beside it; environments that draw from the global generators of Python share those.
///
/// The child ends with this object, with ``close()``, or with this program however that ends.
public final class GymnasiumEnvironments<ActionType: GymnasiumAction>: Environments {
  /// Python can go missing between two steps.
  public typealias Failure = GymnasiumError

  /// What runs.
  public let environment: GymnasiumEnvironment
  /// How many environments there are.
  public let count: Int
  /// Shape of each observation: one group for each leaf of a `Dict` or `Tuple`.
  ///
  /// `Box` is flattened, `Discrete` and `MultiDiscrete` are one-hot, `MultiBinary` is zeros and ones.
  public let observationSpace: ObservationSpace
  /// Set of actions.
  public let actionSpace: ActionType.Domain
  /// Flags of a mask; 0 if nothing is ever masked.
  public let maskWidth: Int
  /// The version of Gymnasium that runs.
  public let gymnasiumVersion: String

  /// The way to the Python process.
  let connection: ServerConnection
  private var seeds: [UInt32]?
  private var transition: TransitionBatch<ActionType>
  private var actionRows: [Float]
  private var message: [UInt8]

  /// Starts Python with several environments of one kind.
  ///
  /// - Parameters:
  ///   - environment: What to run.
  ///   - count: How many, at least one.
  ///   - random: Split once for each environment, as `VectorEnvironment` does.
  /// - Throws: ``GymnasiumError`` if Python, a package, the environment or a fitting space is missing.
  public init(_ environment: GymnasiumEnvironment, count: Int, random: RandomStream) throws(GymnasiumError) {
    enforce(count > 0, "there must be an environment, was \(count)")
    do { try environment.validate() } catch { throw .unusableSetting(error) }
    let connection = try ServerConnection(environment)
    let description = try Self.describe(environment, count: count, through: connection)
    guard let space = description.action.space else {
      throw connection.end(.unreadableAnswer(id: environment.id, found: "an action space \(description.action.kind)"))
    }
    guard let domain = ActionType.domain(of: space) else {
      throw connection.end(
        .wrongAction(id: environment.id, kind: space.kind, fits: space.actionType, asked: "\(ActionType.self)"))
    }
    self.environment = environment
    self.count = count
    self.connection = connection
    actionSpace = domain
    maskWidth = description.maskWidth
    gymnasiumVersion = description.gymnasium
    observationSpace = ObservationSpace(
      groups: description.observation.map { .init($0.name, rows: $0.rows, columns: $0.columns) })
    transition = TransitionBatch(count: count, width: observationSpace.width, maskWidth: maskWidth)
    actionRows = [Float](repeating: 0, count: count * domain.storageWidth)
    message = [UInt8](repeating: 0, count: ServerProtocol.headerBytes + actionRows.count * MemoryLayout<Float>.size)
    seeds = (0..<count).map { index in
      var stream = random.split("environment", index)
      // Seeds of 31 bits suit every generator in Python.
      return UInt32(truncatingIfNeeded: stream.next() >> 33)
    }
  }

  /// Starts an episode everywhere.
  ///
  /// - Throws: ``GymnasiumError`` if an environment raises or its process is gone.
  public func reset() throws(GymnasiumError) -> ObservationBatch {
    var observations = ObservationBatch(count: count, width: observationSpace.width, maskWidth: maskWidth)
    var request = [UInt8](repeating: 0, count: ServerProtocol.headerBytes)
    for seed in seeds ?? [] { withUnsafeBytes(of: seed.littleEndian) { request.append(contentsOf: $0) } }
    try exchange(.reset, &request, observing: &observations)
    seeds = nil
    observations.isStart = [Bool](repeating: true, count: count)
    return observations
  }

  /// Steps every environment and resets those that ended.
  ///
  /// Rewards and observations that are not finite pass through; agents name them.
  ///
  /// - Parameters:
  ///   - actions: One for each environment.
  ///   - observations: Overwritten with what to act on next.
  /// - Returns: Rewards, ends and final observations.
  /// - Throws: ``GymnasiumError`` if an environment raises or its process is gone.
  public func step(
    _ actions: [ActionType], observing observations: inout ObservationBatch
  ) throws(GymnasiumError) -> TransitionBatch<ActionType> {
    enforce(actions.count == count, "there must be \(count) actions, was \(actions.count)")
    let width = actionSpace.storageWidth
    actionRows.withUnsafeMutableBufferPointer { rows in
      for index in 0..<count {
        var row = UnsafeMutableBufferPointer(rebasing: rows[index * width..<(index + 1) * width]).mutableSpan
        actions[index].write(into: &row)
      }
    }
    message.withUnsafeMutableBytes { bytes in
      actionRows.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: bytes[ServerProtocol.headerBytes...]).copyMemory(from: $0)
      }
    }
    transition.actions = actions
    try exchange(.step, &message, observing: &observations)
    return transition
  }

  /// Ends the Python process; further calls throw.
  public func close() { connection.close() }

  private func exchange(
    _ request: ServerRequest, _ message: inout [UInt8], observing observations: inout ObservationBatch
  ) throws(GymnasiumError) {
    let layout = ObservedLayout(count: count, width: observationSpace.width, maskWidth: maskWidth)
    _ = try connection.exchange(request, &message, expecting: .observed) { payload in
      layout.read(payload, into: &observations, &transition)
    }
  }

  private static func describe(
    _ environment: GymnasiumEnvironment, count: Int, through connection: ServerConnection
  ) throws(GymnasiumError) -> ServerDescription {
    let request = OpenRequest(
      id: environment.id, count: count, arguments: environment.arguments, modules: environment.modules,
      modulePaths: environment.modulePaths, masks: environment.masks?.rawValue ?? "")
    var message = [UInt8](repeating: 0, count: ServerProtocol.headerBytes)
    do { message += try JSONEncoder().encode(request) } catch {
      throw connection.end(
        .unusableSetting(.init(field: "arguments", must: "be JSON", found: "\(error)")))
    }
    return try connection.exchange(.open, &message, expecting: .description) {
      try? JSONDecoder().decode(ServerDescription.self, from: Data($0))
    }
  }
}
