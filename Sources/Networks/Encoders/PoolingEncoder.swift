import RLCore
import Settings
import Tensors

/// A linear layer with ReLU for each row, then the maximum or mean over rows that hold data, or both side by side.
public struct PoolingEncoder: ObservationEncoder {
  /// What documents call it.
  public static let name = "pooling"

  /// Features of each row, and of each way of pooling.
  public var outputs: Int
  /// How rows become one, in order.
  public var pooling: [RowPooling]

  /// The encoder, with 32 features and the maximum.
  public init() { self.init(outputs: 32) }

  /// An encoder with so many features for each way of pooling.
  public init(outputs: Int, pooling: [RowPooling] = [.maximum]) {
    self.outputs = outputs
    self.pooling = pooling
  }

  /// Requires 1 to 8192 features and one or more ways of pooling, each once.
  public func validate() throws(ConfigurationError) {
    try requireOutputs(outputs)
    try require(
      !pooling.isEmpty && Set(pooling).count == pooling.count, "pooling", must: "be one or more different ways",
      found: pooling.map(\.rawValue))
  }

  /// ``outputs`` for each way of pooling.
  public func outputs(for group: ObservationSpace.Group) -> Int { outputs * pooling.count }

  /// Reserves `name.weight` and `name.bias`.
  public func build(
    _ name: String, for group: ObservationSpace.Group, in layout: inout ParameterLayout
  ) throws(ConfigurationError) -> any Network {
    PooledRows(
      group: group,
      layer: LinearLayer(
        name, inputs: group.columns, outputs: outputs, activation: .relu, initializer: .orthogonalReLU, in: &layout),
      pooling: pooling)
  }
}

/// How rows become one row.
public enum RowPooling: String, Codable, Sendable, CaseIterable {
  /// The mean over rows that hold data.
  case mean
  /// The greatest value of each column over rows that hold data.
  case maximum

  /// Pools the rows of each sample, [samples·slots × columns] → [samples × columns].
  @_specialize(where Scalar == Float)
  func callAsFunction<Scalar>(
    _ rows: Variable, slots: Int, mask: UnsafePointer<UInt8>?, on tape: Tape<Scalar>
  ) -> Variable {
    switch self {
    case .mean: tape.meanPool(rows, slots: slots, mask: mask)
    case .maximum: tape.maxPool(rows, slots: slots, mask: mask)
    }
  }
}

/// See ``PoolingEncoder``.
struct PooledRows: Network {
  let group: ObservationSpace.Group
  let layer: LinearLayer
  let pooling: [RowPooling]

  @_specialize(where Scalar == Float)
  func callAsFunction<Scalar>(_ block: Variable, on tape: Tape<Scalar>) -> Variable {
    let mask = group.validRows(of: block, on: tape)
    let rows = layer(group.split(block, on: tape), on: tape)
    let pooled = pooling.map { $0(rows, slots: group.rows, mask: mask, on: tape) }
    return pooled.count == 1 ? pooled[0] : tape.concatenate(pooled)
  }
}

extension ObservationSpace.Group {
  /// The rows of the group, [samples × width] → [samples·rows × columns].
  @_specialize(where Scalar == Float)
  func split<Scalar>(_ block: Variable, on tape: Tape<Scalar>) -> Variable {
    tape.reshape(block, rows: block.rows * rows, columns: columns)
  }
}
