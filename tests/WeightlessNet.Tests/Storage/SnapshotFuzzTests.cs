using System.Buffers.Binary;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>
/// Passes damaged snapshots to loaders. WEIGHTLESSNET_FUZZ sets how many; half of them have a correct checksum, so that the damage reaches
/// the code after the check.
/// </summary>
public sealed class SnapshotFuzzTests
{
    private const int DefaultInputs = 10_000;

    // The reader's section, tables of the size in the options, and the memory for the content.
    private const long BaseBytes = 16 << 20;
    private const long BytesPerInputByte = 256;

    private static readonly int Inputs = FuzzInputs.Count(DefaultInputs);

    [Fact]
    public void Damaged_snapshots_are_refused_or_valid_and_take_bounded_memory()
    {
        SnapshotCase[] cases = [.. SnapshotCases.All.Values];
        RandomValues random = new(2026);
        int refused = 0;
        int accepted = 0;
        for (int i = 0; i < Inputs; i++)
        {
            SnapshotCase one = cases[i % cases.Length];
            byte[] bytes = Damage(SnapshotCase.Save(one.CreateFrom(random.Bits())), random);
            if (random.Whole(0, 1) == 0 && bytes.Length >= 4)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc32C.Append(Crc32C.Empty, bytes.AsSpan(..^4)));
            }

            ISnapshot? loaded = null;
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                loaded = one.LoadBytes(bytes);
            }
            catch (InvalidDataException)
            {
                refused++;
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                allocated <= BaseBytes + (BytesPerInputByte * bytes.Length),
                $"Input {i}, a {one.Name} of {bytes.Length} bytes, took {allocated} bytes: {Convert.ToHexString(bytes)}");
            if (loaded is not null)
            {
                // Accepted bytes are a valid snapshot: saving gives the same bytes, except for the version of a newer writer.
                accepted++;
                Assert.True(
                    bytes[8] != 1 || bytes[9] != 0 || bytes.AsSpan().SequenceEqual(SnapshotCase.Save(loaded)),
                    $"Input {i}, a {one.Name}, is saved in other bytes: {Convert.ToHexString(bytes)}");
            }
        }

        Assert.True(refused > Inputs / 2, $"{refused} of {Inputs} were refused.");
        Assert.True(accepted > Inputs / 100, $"{accepted} of {Inputs} were accepted: the damage does not reach the content.");
    }

    private static byte[] Damage(byte[] bytes, RandomValues random)
    {
        List<byte> damaged = [.. bytes];
        for (int left = random.Whole(1, 3); left > 0; left--)
        {
            int at = random.Whole(0, damaged.Count - 1);
            switch (random.Whole(0, 6))
            {
                case 0:
                    damaged[at] = (byte)random.Bits();
                    break;
                case 1:
                    damaged[at] ^= (byte)(1 << random.Whole(0, 7));
                    break;
                case 2:
                    damaged.RemoveRange(at, Math.Min(random.Whole(1, 9), damaged.Count - at - 1));
                    break;
                case 3:
                    damaged.InsertRange(at, BitConverter.GetBytes(random.Bits())[..random.Whole(1, 8)]);
                    break;
                case 4:
                    damaged.InsertRange(at, damaged.GetRange(at / 2, Math.Min(random.Whole(1, 20), damaged.Count - (at / 2))));
                    break;
                case 5:
                    // A large or small number at a place where a shape or a length may be.
                    long[] numbers = [int.MaxValue, uint.MaxValue, long.MaxValue, long.MinValue, -1, 0, 1, 1 << 16, 1 << 26];
                    Write(damaged, random.Whole(0, 12) * 4, numbers[random.Whole(0, numbers.Length - 1)], random.Whole(0, 1) == 0 ? 4 : 8);
                    break;
                default:
                    Write(damaged, at, BitConverter.DoubleToInt64Bits(random.Whole(0, 1) == 0 ? double.NaN : double.MaxValue), 8);
                    break;
            }
        }

        return [.. damaged];
    }

    private static void Write(List<byte> bytes, int at, long number, int length)
    {
        for (int i = 0; i < length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = (byte)(number >> (8 * i));
        }
    }
}
