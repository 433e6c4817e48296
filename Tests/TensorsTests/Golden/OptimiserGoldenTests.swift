import Tensors
import Testing

@Suite("Optimisers against PyTorch and Stable-Baselines3")
struct OptimiserGoldenTests {
  private struct Content: Decodable {
    struct Run: Decodable {
      let beta1: Float?
      let beta2: Float?
      let decay: Float?
      let epsilon: Float
      let learningRates: [Float]
      let parametersAfterStep: [[Double]]
      let firstMoments: [Double]?
      let secondMoments: [Double]?
      let squareAverages: [Double]?
    }

    struct Clipping: Decodable {
      let maximum: Double
      let gradients: [Float]
      let norm: Double
      let clipped: [Double]
    }

    let start: [Float]
    let gradients: [[Float]]
    let adam: Run
    let rmsprop: Run
    let rmspropTensorFlowLike: Run
    let clipping: [Clipping]
  }

  private let content: Content

  init() throws { content = try fixture("optimisers") }

  /// Steps through a run and compares the parameters after each step.
  private func follow(
    _ run: Content.Run, _ step: (AlignedBuffer<Float>, AlignedBuffer<Float>, Float) -> Void
  ) {
    let parameters = buffer(content.start)
    for (index, gradients) in content.gradients.enumerated() {
      step(parameters, buffer(gradients), run.learningRates[index])
      #expect(
        agree(parameters.array.map(Double.init), run.parametersAfterStep[index], within: 1e-6), "step \(index)")
    }
  }

  private func buffer(_ values: [Float]) -> AlignedBuffer<Float> {
    let buffer = AlignedBuffer<Float>(count: values.count)
    for (index, value) in values.enumerated() { buffer.pointer[index] = value }
    return buffer
  }

  @Test("five steps of Adam with falling rates give PyTorch's parameters and moments")
  func adam() throws {
    let run = content.adam
    let adam = Adam(
      count: content.start.count, beta1: try #require(run.beta1), beta2: try #require(run.beta2), epsilon: run.epsilon)
    follow(run) { adam.update($0, gradients: $1, rate: $2) }
    #expect(adam.step == 5)
    #expect(agree(adam.firstMoment.array.map(Double.init), try #require(run.firstMoments), within: 1e-6))
    // 1 − 0.999 rounded to Float32 is 1.3e-5 of itself off; the correction of the bias divides that out again.
    #expect(agree(adam.secondMoment.array.map(Double.init), try #require(run.secondMoments), within: 2e-5))
  }

  @Test("Adam goes on from restored moments as if it had never stopped")
  func restoredAdam() {
    let (whole, parts) = (buffer(content.start), buffer(content.start))
    let first = Adam(count: 10)
    var second = Adam(count: 10)
    for (index, gradients) in content.gradients.enumerated() {
      first.update(whole, gradients: buffer(gradients), rate: 0.01)
      if index == 2 {
        let restored = Adam(count: 10)
        restored.restore(
          step: second.step, firstMoment: second.firstMoment.array,
          secondMoment: second.secondMoment.array)
        second = restored
      }
      second.update(parts, gradients: buffer(gradients), rate: 0.01)
    }
    #expect(whole.array == parts.array)
  }

  @Test("five steps of RMSprop give PyTorch's parameters and averages")
  func rmsprop() throws {
    let run = content.rmsprop
    let rmsprop = RMSprop(
      count: content.start.count, decay: try #require(run.decay), epsilon: run.epsilon, placement: .outsideRoot)
    follow(run) { rmsprop.update($0, gradients: $1, rate: $2) }
    #expect(agree(rmsprop.meanSquare.array.map(Double.init), try #require(run.squareAverages), within: 1e-6))
  }

  @Test("with epsilon inside the root RMSprop gives the TensorFlow-like variant's parameters")
  func rmspropInside() throws {
    let run = content.rmspropTensorFlowLike
    let rmsprop = RMSprop(
      count: content.start.count, decay: try #require(run.decay), epsilon: run.epsilon, placement: .insideRoot)
    follow(run) { rmsprop.update($0, gradients: $1, rate: $2) }
    #expect(agree(rmsprop.meanSquare.array.map(Double.init), try #require(run.squareAverages), within: 1e-6))
  }

  @Test("clipping scales all gradients by PyTorch's factor, and leaves short ones alone")
  func clipping() {
    for example in content.clipping {
      let gradients = buffer(example.gradients)
      let squaredNorm = gradients.sumOfSquares(in: 0..<gradients.count)
      #expect(abs(squaredNorm.squareRoot() - example.norm) <= 1e-6 * example.norm)
      let scale = gradientClipScale(squaredNorm: squaredNorm, limit: example.maximum)
      #expect(agree(gradients.array.map { Double($0 * scale) }, example.clipped, within: 1e-7))
    }
    #expect(gradientClipScale(squaredNorm: 0.01, limit: 0.5) == 1)
    #expect(gradientClipScale(squaredNorm: 0, limit: 0.5) == 1)
  }

  @Test("the scale of an update multiplies the gradient before the moments")
  func scale() {
    let (scaled, plain) = (buffer(content.start), buffer(content.start))
    let (first, second) = (Adam(count: 10), Adam(count: 10))
    first.update(scaled, gradients: buffer(content.gradients[1]), rate: 0.01, scale: 0.25)
    second.update(plain, gradients: buffer(content.gradients[1].map { $0 * 0.25 }), rate: 0.01)
    #expect(scaled.array == plain.array)
  }
}
