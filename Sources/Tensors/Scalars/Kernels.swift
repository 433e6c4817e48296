import CKernels
import COpenBLAS

/// The kernels that this process runs.
public enum Kernels {
  /// The best instruction set of this machine.
  static let active: rlk_table = {
    // One BLAS thread: work is split above BLAS, where the order of sums can be kept.
    openblas_set_num_threads(1)
    return rlk_best().pointee
  }()

  /// Name of the instruction set in use: `AVX-512`, `AVX2`, `NEON` or `portable`.
  public static var instructionSet: String { String(cString: active.name) }

  /// Up to so many rows a product goes to our own kernel whatever its size: to pack the other matrix, as OpenBLAS does,
  /// takes longer than to multiply with it.
  static let fewRows = prefersOwnProduct ? 4 : 2

  /// Whether products of more than ``fewRows`` rows go to our own kernel instead of OpenBLAS.
  ///
  /// OpenBLAS has kernels for small matrices on AVX-512 and is at least as fast there. On older sets ours wins up to
  /// about 512 a side: it neither packs twice nor splits the bias and the activation off. Compiled without
  /// optimisation ours is slow everywhere.
  static let prefersOwnProduct: Bool = rlk_is_optimized() != 0 && instructionSet != "AVX-512"

  /// What can go wrong with the BLAS that was linked, or `nil` if it is safe.
  ///
  /// Only OpenBLAS's pthread build gives right results with several callers: the serial build has no locks, and the
  /// OpenMP build serialises its callers.
  public static var blasWarning: String? {
    _ = active
    return switch openblas_get_parallel() {
    case 1: nil
    case 0: "OpenBLAS was built without threads: results are wrong with several callers; install libopenblas0-pthread"
    default: "OpenBLAS was built with OpenMP: parallel training is slow; install libopenblas0-pthread"
    }
  }
}
