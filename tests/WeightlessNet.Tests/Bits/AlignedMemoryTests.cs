using WeightlessNet.Bits;
using Xunit;

namespace WeightlessNet.Tests.Bits;

public sealed class AlignedMemoryTests
{
    [Fact]
    public void It_begins_at_a_cache_line_after_growing_and_after_a_collection()
    {
        AlignedMemory memory = new();
        foreach (int length in (int[])[0, 1, 63, 64, 65, 1000, 64, 5000])
        {
            Span<byte> bytes = memory.Of(length);
            Assert.Equal(length, bytes.Length);
            bytes.Fill(7);
            GC.Collect();
            if (length > 0)
            {
                Assert.Equal(0, AddressOf(ref memory.Of(length)[0]) % 64);
            }
        }
    }

    [Fact]
    public void It_keeps_what_it_has_grown_to()
    {
        AlignedMemory memory = new();
        memory.Of(1000)[999] = 5;
        Assert.Equal(5, memory.Of(1000)[999]);
        _ = memory.Of(10);
        Assert.Equal(5, memory.Of(1000)[999]);
    }

    private static unsafe long AddressOf(ref byte place)
    {
        fixed (byte* first = &place)
        {
            return (long)first;
        }
    }
}
