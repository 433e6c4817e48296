import Tensors

/// Added to the variance of state-dependent noise and within the logarithm of expln, as the authors' implementation
/// does.
private let stateDependentEpsilon = 1e-6

extension Tape {
  /// The standard deviations of the weights of an exploration matrix (Raffin, Kober and Stulp, "Smooth Exploration for
  /// Robotic Reinforcement Learning", 2021), from their parameters.
  ///
  /// - Parameters:
  ///   - logDeviations: ln σ, [features × dimensions].
  ///   - usesExpln: eˣ only up to 0, and 1 + ln(1 + x) above, which keeps the variance from exploding.
  /// - Returns: σ, [features × dimensions].
  @_specialize(where Scalar == Float)
  public func explorationDeviations(_ logDeviations: Variable, usesExpln: Bool) -> Variable {
    let y = makeVariable(rows: logDeviations.rows, columns: logDeviations.columns, dependingOn: logDeviations)
    let (source, target) = (pointer(to: logDeviations), pointer(to: y))
    Scalar.exponential(source, target, count: y.count)
    let slopes = makeScratch(count: y.count)
    slopes.update(from: target, count: y.count)
    if usesExpln {
      let logs = makeScratch(count: y.count)
      for index in 0..<y.count { slopes[index] = 1 + max(source[index], 0) + Scalar(stateDependentEpsilon) }
      Scalar.logarithm(slopes, logs, count: y.count)
      for index in 0..<y.count {
        slopes[index] = source[index] > 0 ? 1 / slopes[index] : target[index]
        if source[index] > 0 { target[index] = 1 + logs[index] }
      }
    }
    if needsGradient(y) { record(ExplorationDeviations<Scalar>(x: logDeviations, y: y, slopes: slopes)) }
    return y
  }

  /// The variance of features·matrix, where the weights of the matrix have given deviations: Σ features²·σ² + 1e-6.
  ///
  /// - Parameters:
  ///   - features: [rows × features].
  ///   - deviations: σ, [features × dimensions].
  ///   - learnsFeatures: Whether the features get a gradient.
  /// - Returns: [rows × dimensions].
  @_specialize(where Scalar == Float)
  public func explorationVariance(features: Variable, deviations: Variable, learnsFeatures: Bool) -> Variable {
    precondition(
      features.columns == deviations.rows, "was \(features.columns) features of \(deviations.rows) rows of deviations")
    let y = makeVariable(rows: features.rows, columns: deviations.columns, dependingOn: features, deviations)
    let (inputs, weights, target) = (pointer(to: features), pointer(to: deviations), pointer(to: y))
    target.update(repeating: Scalar(stateDependentEpsilon), count: y.count)
    for row in 0..<y.rows {
      for feature in 0..<features.columns {
        let value = inputs[row * features.columns + feature]
        for column in 0..<y.columns {
          let product = value * weights[feature * y.columns + column]
          target[row * y.columns + column] += product * product
        }
      }
    }
    if needsGradient(y) {
      record(
        ExplorationVariance<Scalar>(features: features, deviations: deviations, y: y, learnsFeatures: learnsFeatures))
    }
    return y
  }
}

/// The gradient dx += dy·σ'(x).
struct ExplorationDeviations<Scalar: TensorScalar>: DifferentiableOperation {
  let x: Variable
  let y: Variable
  let slopes: UnsafeMutablePointer<Scalar>

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    Scalar.multiply(tape.gradient(of: y), slopes, into: tape.gradient(of: x), accumulate: true, count: x.count)
  }
}

/// With v = Σ f²σ² by row: dσ += dv·2f²σ; df += dv·2fσ² where the features learn.
struct ExplorationVariance<Scalar: TensorScalar>: DifferentiableOperation {
  let features: Variable
  let deviations: Variable
  let y: Variable
  let learnsFeatures: Bool

  @_specialize(where Scalar == Float)
  func backward(on tape: Tape<Scalar>) {
    let (inputs, weights, upstream) = (tape.pointer(to: features), tape.pointer(to: deviations), tape.gradient(of: y))
    let weightGradient = tape.needsGradient(deviations) ? tape.gradient(of: deviations) : nil
    let featureGradient = learnsFeatures && tape.needsGradient(features) ? tape.gradient(of: features) : nil
    for row in 0..<y.rows {
      for feature in 0..<features.columns {
        let index = row * features.columns + feature
        let value = inputs[index]
        for column in 0..<y.columns {
          let weight = weights[feature * y.columns + column]
          let slope = 2 * upstream[row * y.columns + column] * value * weight
          weightGradient?[feature * y.columns + column] += slope * value
          featureGradient?[index] += slope * weight
        }
      }
    }
  }
}
