import CKernels

/// What follows a linear layer.
public enum Activation: String, Codable, Sendable, CaseIterable {
  /// x
  case identity
  /// max(x, 0)
  case relu
  /// tanh x
  case tanh
  /// 1/(1 + e⁻ˣ)
  case sigmoid
  /// The Gaussian error linear unit in its tanh form (Hendrycks and Gimpel 2016).
  case gelu

  /// The kernel's number, or `nil` if the derivative needs the input, so that a layer cannot fuse it.
  var fused: Int32? {
    switch self {
    case .identity: Int32(RLK_IDENTITY)
    case .relu: Int32(RLK_RELU)
    case .tanh: Int32(RLK_TANH)
    case .sigmoid: Int32(RLK_SIGMOID)
    case .gelu: nil
    }
  }
}
