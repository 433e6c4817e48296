import Persistence
import RLCore
import Randomness
import Settings

/// A stretch of one member's training, as a value: whoever works on it, on whatever thread or machine, comes to the same
/// bytes.
public struct MemberJob: Sendable, Equatable {
  /// The generation that the stretch belongs to, from 0.
  public var generation: Int
  /// The member, from 0.
  public var member: Int
  /// Settings of its agent that differ from the task's.
  public var settings: JSONValue
  /// Environment steps after which the stretch ends, counted from the beginning of the member's training.
  public var endStep: Int
  /// Environment steps of the member's whole training, by which schedules go.
  public var totalSteps: Int
  /// The source of the member's draws.
  public var random: RandomStream
  /// Where the member stands.
  public var start: Start

  /// Where a stretch begins.
  public enum Start: Sendable, Equatable {
    /// With fresh parameters.
    case fresh
    /// Where the member's last stretch ended: a trainer's archive.
    case continuing(TensorArchive)
    /// With what another member has learnt, in new episodes: a trainer's archive.
    case inheriting(TensorArchive)
  }

  /// A stretch from its parts.
  public init(
    generation: Int, member: Int, settings: JSONValue, endStep: Int, totalSteps: Int, random: RandomStream,
    start: Start
  ) {
    self.generation = generation
    self.member = member
    self.settings = settings
    self.endStep = endStep
    self.totalSteps = totalSteps
    self.random = random
    self.start = start
  }
}

/// What a stretch of training came to.
public struct MemberResult: Sendable, Equatable {
  /// The generation that the stretch belonged to.
  public var generation: Int
  /// The member.
  public var member: Int
  /// The trainer's archive at its end.
  public var checkpoint: TensorArchive
  /// What the policy is worth.
  public var judgement: Judgement
  /// Seconds of training and of judging, of no consequence for any result.
  public var seconds: Double

  /// A result from its parts.
  public init(generation: Int, member: Int, checkpoint: TensorArchive, judgement: Judgement, seconds: Double) {
    self.generation = generation
    self.member = member
    self.checkpoint = checkpoint
    self.judgement = judgement
    self.seconds = seconds
  }
}
