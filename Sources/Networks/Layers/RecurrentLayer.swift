import Tensors

/// The kind of a recurrent layer.
public enum RecurrentCell: String, Codable, Sendable, CaseIterable {
  /// Long short-term memory (Hochreiter and Schmidhuber 1997): a hidden state and a cell.
  case lstm
  /// Gated recurrent unit (Cho and others 2014): a hidden state, three gates instead of four.
  case gru

  /// Gates, each as wide as the layer.
  public var gates: Int {
    switch self {
    case .lstm: 4
    case .gru: 3
    }
  }

  /// Vectors that pass from step to step, each as wide as the layer.
  public var states: Int {
    switch self {
    case .lstm: 2
    case .gru: 1
    }
  }
}

/// What a recurrent layer remembers after every step, time-major [steps·sequences × width].
public struct RecurrentStates: Sendable {
  /// The hidden states: what the layer gives on.
  public let hidden: Variable
  /// The cells of an LSTM.
  public let cell: Variable?
}

/// One recurrent layer over whole sequences.
public struct RecurrentLayer: Sendable {
  /// Its kind.
  public let cell: RecurrentCell
  /// Values of its hidden state.
  public let width: Int
  /// From the input to the gates, [inputs × gates·width].
  public let inputWeight: ParameterSlice
  /// Bias of the input's share, [1 × gates·width].
  public let inputBias: ParameterSlice
  /// From the previous hidden state to the gates, [width × gates·width].
  public let recurrentWeight: ParameterSlice
  /// Bias of the previous state's share, [1 × gates·width].
  public let recurrentBias: ParameterSlice

  /// Reserves `name.input.weight`, `name.input.bias`, `name.recurrent.weight` and `name.recurrent.bias`, all uniform in
  /// ±1/√width: PyTorch's default.
  public init(_ name: String, cell: RecurrentCell, inputs: Int, width: Int, in layout: inout ParameterLayout) {
    self.cell = cell
    self.width = width
    let initializer = Initializer.uniform(bound: 1 / Float(width).squareRoot())
    let columns = cell.gates * width
    inputWeight = layout.reserve("\(name).input.weight", rows: inputs, columns: columns, initializer: initializer)
    inputBias = layout.reserve("\(name).input.bias", rows: 1, columns: columns, initializer: initializer)
    recurrentWeight = layout.reserve(
      "\(name).recurrent.weight", rows: width, columns: columns, initializer: initializer)
    recurrentBias = layout.reserve("\(name).recurrent.bias", rows: 1, columns: columns, initializer: initializer)
  }

  /// Maps [steps·sequences × inputs] to the states after every step.
  ///
  /// - Parameters:
  ///   - x: Time-major: step t of sequence s is row t·sequences + s.
  ///   - initial: States before the first step, [sequences × width] each.
  ///   - starts: One flag a row, set where an episode starts; `nil` where none does.
  ///   - tape: Where it is recorded.
  /// - Returns: The states after every step.
  @_specialize(where Scalar == Float)
  public func callAsFunction<Scalar>(
    _ x: Variable, initial: RecurrentStates, starts: UnsafePointer<UInt8>?, on tape: Tape<Scalar>
  ) -> RecurrentStates {
    let gates = tape.linear(x, weight: tape.parameter(inputWeight), bias: tape.parameter(inputBias))
    let (weight, bias) = (tape.parameter(recurrentWeight), tape.parameter(recurrentBias))
    guard let cell = initial.cell else {
      return RecurrentStates(
        hidden: tape.gru(gates, weight: weight, bias: bias, initial: initial.hidden, starts: starts), cell: nil)
    }
    let states = tape.lstm(gates, weight: weight, bias: bias, initial: (initial.hidden, cell), starts: starts)
    return RecurrentStates(hidden: states.hidden, cell: states.cell)
  }
}
