/// What a policy makes of one observation: how much it holds of every action, and which one it takes.
public struct PolicyReport<ActionType: Action>: Sendable, Equatable {
  /// What it takes at `ActingMode.exploit`.
  public var action: ActionType
  /// How much it holds of every action.
  public var preferences: ActionPreferences
  /// What it expects to earn from here on, discounted, in the units of the rewards that it has learnt from.
  ///
  /// Of a value-based policy that of the action that it takes. `nil` if the policy carries no value of states (SAC, TD3 and
  /// DDPG leave their critics to training), and if a value with a memory of its own has not seen the episode from its
  /// start.
  public var value: Float?
  /// Entropy of what it draws at `ActingMode.sample`, nats; `nil` if nothing is drawn.
  ///
  /// Of continuous actions it is the differential entropy: before clipping, or in ±1 where tanh squashes them.
  public var entropy: Float?

  /// A report from its parts.
  public init(action: ActionType, preferences: ActionPreferences, value: Float?, entropy: Float?) {
    self.action = action
    self.preferences = preferences
    self.value = value
    self.entropy = entropy
  }
}

/// How much a policy holds of every action.
public enum ActionPreferences: Sendable, Equatable {
  /// The probability of every option, choice by choice: one list for a discrete action. A masked option has 0.
  case probabilities([[Float]])
  /// The value of every choice; −∞ for a masked one.
  case values([Float])
  /// The quantiles of the return of every choice, in the order of their probabilities; −∞ for a masked choice.
  case quantiles([[Float]])
  /// Independent normal distributions, in the units of the action space, before what is drawn is cut off at its bounds.
  case normal(mean: [Float], deviation: [Float])
  /// Independent normal distributions before tanh, which bring the action into ±1 of its bounds.
  case squashedNormal(mean: [Float], deviation: [Float])
  /// A deterministic policy: the action itself, in ±1 of its bounds.
  case point([Float])
}
