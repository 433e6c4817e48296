import CKernels
import Testing

@testable import Tensors

@Suite("Row-wise kernels")
struct RowKernelTests {
  @Test("log-softmax and its gradient agree with the reference, masked and not", arguments: InstructionSet.all)
  func logSoftmax(_ set: InstructionSet) {
    for (rows, columns) in edgeShapes {
      let mask = validMask(rows: rows, columns: columns, share: 0.4)
      mask.withUnsafeBufferPointer { flags in
        for mask in [nil, flags.baseAddress] {
          let count = rows * columns
          let (x, dy) = (Sample(count, "x"), Sample(count, "dy"))
          var (y, expected) = ([Float](repeating: 0, count: count), [Double](repeating: 0, count: count))
          set.kernels.log_softmax(x.single, mask, &y, rows, columns)
          Double.logSoftmax(x.double, mask: mask, &expected, rows: rows, columns: columns)
          expectClose(y, expected, within: 2e-6, "log-softmax of \(rows) × \(columns)")
          var (dx, slopes) = ([Float](repeating: 0.25, count: count), [Double](repeating: 0.25, count: count))
          set.kernels.log_softmax_backward(y, mask, dy.single, &dx, rows, columns)
          Double.logSoftmaxBackward(
            output: expected, mask: mask, outputGradient: dy.double, into: &slopes, rows: rows, columns: columns)
          expectClose(dx, slopes, within: 5e-6, "gradient of log-softmax of \(rows) × \(columns)")
          for index in 0..<count where mask.map({ $0[index] == 0 }) ?? false {
            #expect(y[index] == -.infinity && dx[index] == 0.25)
          }
        }
      }
    }
  }

  @Test("log-softmax of huge, equal and single logits stays finite", arguments: InstructionSet.all)
  func extremeLogits(_ set: InstructionSet) {
    var y = [Float](repeating: 0, count: 3)
    set.kernels.log_softmax([3e38, 3e38, -3e38], nil, &y, 1, 3)
    #expect(y[0] == -0.6931472 && y[1] == -0.6931472 && y[2] == -.infinity)
    set.kernels.log_softmax([5, -1e30, 7], [0, 1, 0], &y, 1, 3)
    #expect(y == [-.infinity, 0, -.infinity])
  }

  @Test("layer normalisation and its gradients agree with the reference", arguments: InstructionSet.all)
  func layerNorm(_ set: InstructionSet) {
    for (rows, columns) in edgeShapes where columns > 1 {
      let count = rows * columns
      let (x, dy) = (Sample(count, "x"), Sample(count, "dy"))
      let (gain, bias) = (Sample(columns, "gain"), Sample(columns, "bias"))
      var (y, mean, inverse) = (zeros(count), zeros(rows), zeros(rows))
      var (expected, means, inverses) = (y.map(Double.init), mean.map(Double.init), inverse.map(Double.init))
      set.kernels.layer_norm(x.single, gain.single, bias.single, 1e-5, &y, &mean, &inverse, rows, columns)
      Double.layerNorm(
        x.double, gain: gain.double, bias: bias.double, epsilon: 1e-5, &expected, mean: &means, inverse: &inverses,
        rows: rows, columns: columns)
      expectClose(y, expected, within: 3e-5, "layer normalisation of \(rows) × \(columns)")
      var (dx, dgain, dbias) = (zeros(count), zeros(columns), zeros(columns))
      var (dxs, dgains, dbiases) = (dx.map(Double.init), dgain.map(Double.init), dbias.map(Double.init))
      set.kernels.layer_norm_backward(
        x.single, gain.single, mean, inverse, dy.single, &dx, &dgain, &dbias, rows, columns)
      Double.layerNormBackward(
        x.double, gain: gain.double, mean: means, inverse: inverses, outputGradient: dy.double, input: &dxs,
        gain: &dgains, bias: &dbiases, rows: rows, columns: columns)
      // Two nearly equal columns have a large inverse root, which magnifies rounding.
      let magnification = max(1, inverses.max() ?? 1)
      expectClose(dx, dxs, within: 2e-5 * magnification, "gradient of layer normalisation of \(rows) × \(columns)")
      expectClose(dgain, dgains, within: 5e-5, "gain of layer normalisation of \(rows) × \(columns)")
      expectClose(dbias, dbiases, within: 1e-5, "bias of layer normalisation of \(rows) × \(columns)")
      set.kernels.layer_norm_backward(x.single, gain.single, mean, inverse, dy.single, nil, nil, nil, rows, columns)
    }
  }

  @Test("layer normalisation of equal values is the bias", arguments: InstructionSet.all)
  func constantRows(_ set: InstructionSet) {
    var (y, mean, inverse) = (zeros(6), zeros(2), zeros(2))
    set.kernels.layer_norm([4, 4, 4, -1, -1, -1], [1, 2, 3], [0.5, 0, -0.5], 1e-5, &y, &mean, &inverse, 2, 3)
    #expect(y == [0.5, 0, -0.5, 0.5, 0, -0.5] && mean == [4, -1])
  }

  @Test("the quantile loss and its slopes agree with the reference", arguments: InstructionSet.all)
  func quantileHuber(_ set: InstructionSet) {
    for count in [1, 2, 6, 16, 25, 33, 200] {
      let (predictions, targets) = (Sample(count, "predictions"), Sample(count, "targets"))
      var (slopes, expected) = (zeros(count), zeros(count).map(Double.init))
      let loss = set.kernels.quantile_huber(predictions.single, targets.single, &slopes, count)
      let wanted = Double.quantileHuber(
        predictions.double, targets: targets.double, slopes: &expected, count: count)
      #expect(abs(Double(loss) - wanted) < 1e-5 * wanted, "\(count) quantiles")
      expectClose(slopes, expected, within: 2e-6, "slopes of \(count) quantiles")
    }
  }

  private func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
}
