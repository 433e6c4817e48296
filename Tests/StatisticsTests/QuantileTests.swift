import Statistics
import Testing

@Suite struct QuantileTests {
  @Test func `quantiles lie between their neighbours in proportion`() {
    #expect([0, 0.25, 0.5, 0.9, 1].map { Quantile.linear($0, ofSorted: [1, 2, 3, 5]) } == [1, 1.75, 2.5, 4.4, 5])
    #expect(Quantile.linear(0.3, ofSorted: [7]) == 7)
  }

  @Test func `a share outside of 0 to 1 is the nearer end`() {
    #expect(Quantile.linear(-1, ofSorted: [1, 2]) == 1)
    #expect(Quantile.linear(1.5, ofSorted: [1, 2]) == 2)
  }

  @Test func `no values have no quantile`() {
    #expect(Quantile.linear(0.5, ofSorted: []).isNaN)
    #expect(Quantile.median([]).isNaN)
  }

  @Test func `the median takes values in any order, infinite ones too`() {
    #expect(Quantile.median([3, 1, 2]) == 2)
    #expect(Quantile.median([4, 1, 2, 3]) == 2.5)
    #expect(Quantile.median([-.infinity, 1, -.infinity]) == -.infinity)
    #expect(Quantile.median([-.infinity, -.infinity]) == -.infinity)
  }
}
