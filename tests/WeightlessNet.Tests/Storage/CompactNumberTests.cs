using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

public sealed class CompactNumberTests
{
    [Fact]
    public void Numbers_are_those_of_the_writer_and_are_read_again_up_to_9_bytes()
    {
        for (int bits = 0; bits <= 64; bits++)
        {
            ulong power = bits == 64 ? 0 : 1UL << bits;
            foreach (ulong value in (ulong[])[power - 1, power, power + 1])
            {
                byte[] bytes = new byte[12];
                int length = CompactNumber.Write(bytes.AsSpan(1), value);

                Assert.Equal(Written(writer => writer.WriteCompact(value)), bytes[1..(1 + length)]);
                int position = 1;
                Assert.Equal(length <= 9, CompactNumber.TryRead(bytes, ref position, out ulong read));
                Assert.True(length > 9 || (read == value && position == 1 + length), $"{value} is read as {read}");
            }
        }
    }

    [Theory]
    [InlineData(0L, 0UL)]
    [InlineData(-1L, 1UL)]
    [InlineData(1L, 2UL)]
    [InlineData(long.MaxValue, ulong.MaxValue - 1)]
    [InlineData(long.MinValue, ulong.MaxValue)]
    public void Signed_numbers_near_0_are_small(long value, ulong coded)
    {
        Assert.Equal(coded, CompactNumber.OfSigned(value));
        Assert.Equal(value, CompactNumber.ToSigned(coded));
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1 })]
    public void A_longer_form_than_needed_and_more_than_9_bytes_are_not_read(byte[] bytes)
    {
        int position = 0;
        Assert.False(CompactNumber.TryRead(bytes, ref position, out _));
    }

    private static byte[] Written(Action<SnapshotWriter> write)
    {
        List<byte> bytes = [];
        SnapshotWriter.Save(
            part => bytes.AddRange(part),
            writer =>
            {
                writer.BeginObject(SnapshotKind.ItemCatalog);
                bytes.Clear();
                write(writer);
            });

        // Without the length of the section, the end and the checksum.
        return [.. bytes[4..^8]];
    }
}
