import RLTesting
import Tensors

extension GradientCase {
  /// Recurrent layers over sequences, with episodes that start at the first step, within and at the last one.
  static let recurrent: [GradientCase] = [
    GradientCase("lstm", [(6, 12), (3, 12), (1, 12), (2, 3), (2, 3)]) { tape, inputs in
      tape.lstm(inputs[0], weight: inputs[1], bias: inputs[2], initial: (inputs[3], inputs[4])).hidden
    },
    GradientCase("the cells of an lstm", [(6, 12), (3, 12), (1, 12), (2, 3), (2, 3)]) { tape, inputs in
      tape.lstm(inputs[0], weight: inputs[1], bias: inputs[2], initial: (inputs[3], inputs[4])).cell
    },
    GradientCase("lstm with starts", [(10, 8), (2, 8), (1, 8), (2, 2), (2, 2)]) { tape, inputs in
      let states = tape.lstm(
        inputs[0], weight: inputs[1], bias: inputs[2], initial: (inputs[3], inputs[4]), starts: tape.mask(starts))
      return tape.concatenate([states.hidden, states.cell])
    },
    GradientCase("lstm of one sequence of one step", [(1, 4), (1, 4), (1, 4), (1, 1), (1, 1)]) { tape, inputs in
      tape.lstm(inputs[0], weight: inputs[1], bias: inputs[2], initial: (inputs[3], inputs[4])).hidden
    },
    GradientCase("two lstm layers", [(6, 3), (3, 8), (2, 8), (2, 8), (1, 8), (2, 2)]) { tape, inputs in
      let flags = tape.mask([false, true, false, false, true, false])
      var x = inputs[0]
      for layer in 1...2 {
        let gates = tape.linear(x, weight: inputs[layer], bias: inputs[4])
        x =
          tape.lstm(gates, weight: inputs[3], bias: inputs[4], initial: (inputs[5], inputs[5]), starts: flags).hidden
      }
      return x
    },
    GradientCase("gru", [(6, 9), (3, 9), (1, 9), (2, 3)]) { tape, inputs in
      tape.gru(inputs[0], weight: inputs[1], bias: inputs[2], initial: inputs[3])
    },
    GradientCase("gru with starts", [(10, 6), (2, 6), (1, 6), (2, 2)]) { tape, inputs in
      tape.gru(inputs[0], weight: inputs[1], bias: inputs[2], initial: inputs[3], starts: tape.mask(starts))
    },
    GradientCase("gru of one sequence of one step", [(1, 3), (1, 3), (1, 3), (1, 1)]) { tape, inputs in
      tape.gru(inputs[0], weight: inputs[1], bias: inputs[2], initial: inputs[3])
    },
    GradientCase("selectRows", [(4, 3)]) { $0.selectRows($1[0], [2, 0, 2]) },
    GradientCase("recurrence with all arguments the same", [(4, 4)]) { tape, inputs in
      let column = tape.slice(tape.slice(inputs[0], columns: 0..<1), columns: 0..<1)
      let row = tape.reshape(column, rows: 1, columns: 4)
      let state = tape.sum(inputs[0])
      return tape.lstm(inputs[0], weight: row, bias: row, initial: (state, state)).hidden
    },
  ]

  /// Five steps of two sequences.
  private static let starts = [true, false, false, false, false, true, true, false, false, true]
}
