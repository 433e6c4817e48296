#if canImport(Glibc)
  import Glibc
#endif

/// Memory in pages of 2 MiB where the system has them.
///
/// Rows drawn at random from a large block otherwise cost a walk through the page tables each, beside the read itself.
enum LargePages {
  private static let size = 2 << 20

  /// Memory that is freed like any other; large blocks start at a page and ask for large ones.
  static func allocate(byteCount: Int, alignment: Int) -> UnsafeMutableRawPointer {
    guard byteCount >= 4 * size else {
      return UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: alignment)
    }
    let block = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: size)
    #if os(Linux)
      // A wish: where it is not granted nothing is lost but speed.
      madvise(block, byteCount / size * size, MADV_HUGEPAGE)
    #endif
    return block
  }
}
