import Networks
import RLCore
import Randomness
import Settings
import Tensors
import Testing

/// A network of a user's own: a skip connection around one hidden layer.
private struct SkipBlueprint: ActorCriticBlueprint {
  func build(
    for observations: ObservationSpace, policyOutputs: Int, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any ActorCritic {
    let width = observations.width
    let start = Initializer.kaimingUniform(gain: 1)
    return SkipNetwork(
      hidden: LinearLayer("skip", inputs: width, outputs: width, activation: .gelu, initializer: start, in: &layout),
      norm: LayerNormLayer("norm", columns: width, in: &layout),
      actor: LinearLayer("actor", inputs: width, outputs: policyOutputs, initializer: start, in: &layout),
      critic: LinearLayer("critic", inputs: width, outputs: 1, initializer: start, in: &layout))
  }
}

private struct SkipNetwork: ActorCritic {
  let hidden: LinearLayer
  let norm: LayerNormLayer
  let actor: LinearLayer
  let critic: LinearLayer

  let sharesParameters = true

  private func features<Scalar>(_ x: Variable, on tape: Tape<Scalar>) -> Variable {
    norm(tape.add(x, hidden(x, on: tape)), on: tape)
  }

  func policy<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    actor(features(observations, on: tape), on: tape)
  }

  func value<Scalar>(_ observations: Variable, on tape: Tape<Scalar>) -> Variable {
    critic(features(observations, on: tape), on: tape)
  }
}

@Suite("Networks of one's own")
struct CustomNetworkTests {
  @Test("a network defined outside the library is built, run and trained through its blueprint")
  func training() throws {
    var layout = ParameterLayout()
    let blueprint: any ActorCriticBlueprint = SkipBlueprint()
    let network = try blueprint.build(for: ObservationSpace(width: 4), policyOutputs: 2, in: &layout)
    #expect(layout.count == 20 + 8 + 10 + 5)
    let parameters = layout.makeParameters(using: RandomStream(seed: 3))
    let gradients = AlignedBuffer<Float>(count: layout.count)
    let tape = Tape(parameters: parameters, gradients: gradients)
    let optimizer = Adam(count: layout.count)
    var losses: [Float] = []
    for _ in 0..<200 {
      gradients.fill(0)
      tape.reset()
      let observations = tape.constant([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], rows: 3, columns: 4)
      let (policy, value) = network.policyAndValue(observations, on: tape)
      #expect(policy.rows == 3 && policy.columns == 2 && value.columns == 1)
      let error = tape.subtract(value, tape.constant([1, -1, 0.5], rows: 3, columns: 1))
      let loss = tape.mean(tape.multiply(error, error))
      losses.append(tape.values(of: loss)[0])
      tape.backward(from: loss)
      optimizer.update(parameters, gradients: gradients, rate: 0.02)
    }
    #expect(losses[199] < 0.01 * losses[0])
  }
}
