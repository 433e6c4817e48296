import Tensors

// The buffers of all agents, as freezing sees them.

extension PPO: ParameterGroup {
  func forgetMoments(of range: Range<Int>) { optimizer.forget(range) }
}

extension RecurrentPPO: ParameterGroup {
  func forgetMoments(of range: Range<Int>) { optimizer.forget(range) }
}

extension A2C: ParameterGroup {
  func forgetMoments(of range: Range<Int>) {
    switch optimizer {
    case .rmsprop(let rmsprop): rmsprop.forget(range)
    case .adam(let adam): adam.forget(range)
    }
  }
}

extension ValueLearner: ParameterGroup {
  var olderSelf: AlignedBuffer<Float>? { targetParameters }

  func forgetMoments(of range: Range<Int>) { optimizer.forget(range) }
}

extension Actor: ParameterGroup {
  func forgetMoments(of range: Range<Int>) { optimizer.forget(range) }
}

extension DeterministicActor: ParameterGroup {
  var layout: ParameterLayout { actor.layout }
  var parameters: AlignedBuffer<Float> { actor.parameters }
  var olderSelf: AlignedBuffer<Float>? { targets }
  var frozen: FrozenParameters {
    get { actor.frozen }
    set { actor.frozen = newValue }
  }

  func forgetMoments(of range: Range<Int>) { actor.forgetMoments(of: range) }
}

extension Critics: ParameterGroup {
  var olderSelf: AlignedBuffer<Float>? { targets }

  func forgetMoments(of range: Range<Int>) { optimizer.forget(range) }
}
