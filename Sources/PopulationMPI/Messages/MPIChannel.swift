#if MPI
  import CMPI
  import Foundation

  /// Reaches the other ranks by MPI, from the one thread that opened it.
  ///
  /// MPI counts bytes in 32 bits, so that long messages go in chunks. What goes wrong in MPI ends all ranks.
  struct MPIChannel: RankChannel {
    private static let headTag: Int32 = 1
    private static let chunkTag: Int32 = 2
    private static let chunkByteCount = 1 << 28

    let rank: Int
    let size: Int

    /// Joins the other ranks; waits until all have done so.
    static func open() throws(MPIError) -> MPIChannel {
      guard cmpi_is_started() == 0 else { throw .alreadyStarted }
      var (rank, size): (Int32, Int32) = (0, 0)
      cmpi_start(&rank, &size)
      return MPIChannel(rank: Int(rank), size: Int(size))
    }

    func send(_ message: RankMessage, to rank: Int) {
      let head = [message.head.kind, message.head.index, message.head.bodyByteCount]
      head.withUnsafeBytes { cmpi_send($0.baseAddress, Int32($0.count), Int32(rank), Self.headTag) }
      message.body.withUnsafeBytes { bytes in
        for chunk in Self.chunks(of: bytes.count) {
          let part = UnsafeRawBufferPointer(rebasing: bytes[chunk])
          cmpi_send(part.baseAddress, Int32(part.count), Int32(rank), Self.chunkTag)
        }
      }
    }

    func receive() -> (message: RankMessage, source: Int)? {
      let source = cmpi_source_of_next(Self.headTag)
      guard source >= 0 else { return nil }
      var head: [UInt64] = [0, 0, 0]
      head.withUnsafeMutableBytes { cmpi_receive($0.baseAddress, Int32($0.count), source, Self.headTag) }
      var body = Data(count: Int(head[2]))
      body.withUnsafeMutableBytes { bytes in
        for chunk in Self.chunks(of: bytes.count) {
          let part = UnsafeMutableRawBufferPointer(rebasing: bytes[chunk])
          cmpi_receive(part.baseAddress, Int32(part.count), source, Self.chunkTag)
        }
      }
      let message = RankMessage(head: .init(kind: head[0], index: head[1], bodyByteCount: head[2]), body: body)
      // A rank of another version; nobody must wait for what it means.
      return (message ?? .end, Int(source))
    }

    func close() { cmpi_finish() }

    private static func chunks(of byteCount: Int) -> [Range<Int>] {
      stride(from: 0, to: byteCount, by: chunkByteCount).map { $0..<min($0 + chunkByteCount, byteCount) }
    }
  }
#endif
