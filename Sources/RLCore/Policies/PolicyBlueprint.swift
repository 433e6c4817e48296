import Randomness
import Settings
import Tensors

/// What a kind of policy is made of: the settings that acting depends on, as they stand in a policy file.
///
/// Agents build what they act with from it, and so does a ``PolicySnapshot`` that is read from a file: there is one way
/// of acting. A package registers its own beside the built-in ones with ``Registry/register(policy:)``.
public protocol PolicyBlueprint<ActionType>: Configuration {
  /// What the policy does.
  associatedtype ActionType: Action

  /// The name in policy files: `actor-critic`.
  static var kind: String { get }

  /// The defaults, to which a file applies its own values.
  init()

  /// Reserves the parameters and lays out the networks.
  ///
  /// - Throws: `ConfigurationError` if the settings are out of range or do not fit the spaces.
  func build(for spaces: PolicySpaces<ActionType>) throws(ConfigurationError) -> any PolicyModel<ActionType>

  /// The settings that parameters are of no use without, as JSON: activations are among them, the way in which
  /// parameters start is not. Parameters are not loaded into an agent in which one of these differs.
  var learnt: JSONValue { get }
}

extension PolicyBlueprint {
  /// All settings, unless a blueprint leaves some out.
  public var learnt: JSONValue { json }
}

/// A policy without numbers: where its parameters lie, and how to act over a buffer of them.
public protocol PolicyModel<ActionType>: Sendable {
  /// What the policy does.
  associatedtype ActionType: Action

  /// Names, shapes and places of the parameters that acting needs.
  var layout: ParameterLayout { get }

  /// Something that acts over parameters, with memory of its own for intermediate results.
  ///
  /// - Parameter parameters: As ``layout`` says; they may change between two calls, as they do while training.
  /// - Returns: A runner, for one task.
  func makeRunner(over parameters: AlignedBuffer<Float>) -> any PolicyRunner<ActionType>
}

/// Runs the networks of a policy forwards, for one task at a time.
///
/// Observations come checked and normalised. Memory for numbers is used again: acting on as many rows as before allocates
/// none.
public protocol PolicyRunner<ActionType>: AnyObject {
  /// What the policy does.
  associatedtype ActionType: Action

  /// Chooses an action for every row.
  ///
  /// - Parameters:
  ///   - observations: As the networks see them.
  ///   - mode: `ActingMode.exploit` or `ActingMode.sample`.
  ///   - actions: Overwritten with one for each row.
  ///   - random: The only source of draws.
  /// - Throws: ``PolicyError`` if a memory does not fit the rows.
  func choose(
    for observations: ObservationBatch, mode: ActingMode, into actions: inout [ActionType],
    using random: inout RandomStream
  ) throws(PolicyError)

  /// What the policy makes of one observation; see ``SnapshotPolicy/inspect(_:mask:isStart:)``.
  func inspect(_ observation: ObservationBatch) throws(PolicyError) -> PolicyReport<ActionType>
}
