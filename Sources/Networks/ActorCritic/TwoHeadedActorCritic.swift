import Tensors

/// An actor-critic whose heads read the same features of an observation.
protocol TwoHeadedActorCritic: ActorCritic {
  /// From features to what the action distribution is made of.
  var policyHead: MLP { get }
  /// From features to the value.
  var valueHead: MLP { get }

  /// What both heads read, [rows × features]; the observations themselves where the heads share nothing.
  func features<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable
}

extension TwoHeadedActorCritic {
  var revealingPolicyFeatures: (any ActorCritic)? { RevealingActorCritic(base: self) }

  func policy<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    policyHead(features(observations, on: tape), on: tape)
  }

  func value<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    valueHead(features(observations, on: tape), on: tape)
  }

  func policyAndValue<Scalar>(
    _ observations: Variable, on tape: Tape<Scalar>
  ) -> (policy: Variable, value: Variable) {
    let shared = features(observations, on: tape)
    return (policyHead(shared, on: tape), valueHead(shared, on: tape))
  }
}
