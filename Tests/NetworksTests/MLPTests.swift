import Networks
import Testing
