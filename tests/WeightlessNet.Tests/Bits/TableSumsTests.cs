using WeightlessNet.Bits;

namespace WeightlessNet.Tests.Bits;

public class TableSumsTests
{
    public static TheoryData<int> TableCounts => [.. Enumerable.Range(0, 70), 127, 128, 254, TableSums.MaximumTables];

    [Theory]
    [MemberData(nameof(TableCounts))]
    public void Every_width_gives_the_reference_sums_and_stays_within_bounds(int tables)
    {
        SplitMix64 random = new((ulong)tables + 1);
        using GuardedMemory valueMemory = new(tables * TableSums.TableSize);
        using GuardedMemory addressMemory = new(tables * TableSums.TableSize);
        Span<sbyte> values = valueMemory.Last<sbyte>(tables * TableSums.TableSize);
        Span<byte> addresses = addressMemory.Last<byte>(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (sbyte)random.Next();
            addresses[i] = (byte)random.Next(TableSums.TableSize);
        }

        short[] expected = Reference(values, addresses);

        Assert.Equal(expected, Sum<TableWidthScalar>(values, addresses));
        Assert.Equal(expected, Sum<TableWidth128>(values, addresses));
        Assert.Equal(expected, Sum<TableWidth256>(values, addresses));
        Assert.Equal(expected, Sum<TableWidth512>(values, addresses));
        short[] sums = new short[TableSums.TableSize];
        TableSums.Sum(values, addresses, sums);
        Assert.Equal(expected, sums);
    }

    [Fact]
    public void Every_address_reads_its_byte_in_every_lane_at_every_width()
    {
        sbyte[] table = [.. Enumerable.Range(0, TableSums.TableSize).Select(i => (sbyte)(i - 32))];
        for (int shift = 0; shift < TableSums.TableSize; shift++)
        {
            byte[] addresses = [.. Enumerable.Range(0, TableSums.TableSize).Select(lane => (byte)((lane + shift) % TableSums.TableSize))];
            short[] expected = [.. addresses.Select(address => (short)table[address])];

            Assert.Equal(expected, Sum<TableWidthScalar>(table, addresses));
            Assert.Equal(expected, Sum<TableWidth128>(table, addresses));
            Assert.Equal(expected, Sum<TableWidth256>(table, addresses));
            Assert.Equal(expected, Sum<TableWidth512>(table, addresses));
        }
    }

    [Fact]
    public void Sums_of_the_largest_number_of_tables_fit_16_bits()
    {
        sbyte[] values = new sbyte[TableSums.MaximumTables * TableSums.TableSize];
        Array.Fill(values, sbyte.MinValue);
        byte[] addresses = new byte[values.Length];

        Assert.All(Sum<TableWidth512>(values, addresses), sum => Assert.Equal(-128 * TableSums.MaximumTables, sum));
    }

    [Fact]
    public void Spans_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>("tables", () => TableSums.Sum(new sbyte[63], new byte[63], new short[64]));
        Assert.Throws<ArgumentException>("tables", () => TableSums.Sum(new sbyte[256 * 64], new byte[256 * 64], new short[64]));
        Assert.Throws<ArgumentException>("addresses", () => TableSums.Sum(new sbyte[64], new byte[128], new short[64]));
        Assert.Throws<ArgumentException>("sums", () => TableSums.Sum(new sbyte[64], new byte[64], new short[63]));
    }

    private static short[] Sum<TWidth>(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses)
        where TWidth : struct, ITableWidth
    {
        short[] sums = new short[TableSums.TableSize];
        Array.Fill(sums, short.MaxValue);
        TableSums.Sum<TWidth>(tables, addresses, sums);
        return sums;
    }

    private static short[] Reference(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses)
    {
        short[] sums = new short[TableSums.TableSize];
        for (int i = 0; i < addresses.Length; i++)
        {
            sums[i % TableSums.TableSize] += tables[(i / TableSums.TableSize * TableSums.TableSize) + addresses[i]];
        }

        return sums;
    }
}
