import RLCore
import Randomness

/// What was seen at one moment of an episode, as bits, so that values that are not numbers compare too.
struct EnvironmentMoment: Equatable {
  var observation: [UInt32]
  var mask: [Bool]
  /// The reward of the step that led here; 0 at the start.
  var reward: UInt32 = 0
  /// How the episode ended here.
  var end: EpisodeEnd?

  /// The first thing that is not as it was, in words.
  func difference(from earlier: EnvironmentMoment) -> String? {
    if observation.count != earlier.observation.count {
      return "the observation had \(earlier.observation.count) values, then \(observation.count)"
    }
    if let index = observation.indices.first(where: { observation[$0] != earlier.observation[$0] }) {
      let (before, now) = (Float(bitPattern: earlier.observation[index]), Float(bitPattern: observation[index]))
      return "observation value \(index) was \(before), then \(now)"
    }
    if let index = mask.indices.first(where: { mask[$0] != earlier.mask[$0] }) {
      return "flag \(index) of the mask was \(earlier.mask[index]), then \(mask[index])"
    }
    if reward != earlier.reward {
      return "the reward was \(Float(bitPattern: earlier.reward)), then \(Float(bitPattern: reward))"
    }
    if end != earlier.end {
      return "the episode \(Self.words(earlier.end)), then it \(Self.words(end))"
    }
    return nil
  }

  private static func words(_ end: EpisodeEnd?) -> String {
    switch end {
    case nil: "went on"
    case .terminated: "terminated"
    case .truncated: "was truncated"
    }
  }
}

/// An episode that was played.
struct EnvironmentTrace<ActionType: Action> {
  /// The stream that the episode was started with, as it was before.
  let start: RandomStream
  /// Age of the environment before it.
  let startAge: Int
  /// Number of the episode, for messages.
  let episode: Int
  /// What was done.
  var actions: [ActionType] = []
  /// What was seen: at the start, then after each action.
  var moments: [EnvironmentMoment] = []
}
