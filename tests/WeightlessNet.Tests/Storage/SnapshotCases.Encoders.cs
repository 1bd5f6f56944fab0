using System.Globalization;
using System.Text;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Tests.Storage;

/// <summary>What encoders show of themselves.</summary>
public static partial class SnapshotCases
{
    private static string Observe(KernelCanvas canvas)
    {
        double[] points = [.. Enumerable.Range(0, 6).Select(i => i * 0.15)];
        ulong[] pattern = new ulong[BitSlice.WordCount(canvas.BitCount)];
        StringBuilder seen = new($"{canvas.Dimensions} {canvas.Nearest}");
        for (int start = 0; start + canvas.Dimensions <= points.Length; start++)
        {
            canvas.Encode(points.AsSpan(start, canvas.Dimensions), new BitSlice(pattern, 0, canvas.BitCount));
            seen.Append(CultureInfo.InvariantCulture, $" {pattern[0]:X}");
        }

        return seen.ToString();
    }

    private static string Observe(ThermometerRetina retina)
    {
        StringBuilder seen = new($"{retina.FeatureCount}:");
        byte[] levels = new byte[retina.ThermometerCount];
        for (int value = -9; value < 9; value++)
        {
            retina.LevelsOf(Enumerable.Repeat(value * 0.9, retina.FeatureCount).ToArray(), levels);
            seen.Append(Convert.ToHexString(levels));
            retina.LevelsOf(Enumerable.Repeat((byte)(value & 7), retina.FeatureCount).ToArray(), levels);
            seen.Append(Convert.ToHexString(levels));
            retina.LevelsOf([.. Enumerable.Range(0, retina.FeatureCount).Select(feature => (byte)(feature * value))], levels);
            seen.Append(retina.ImageWidth > 0 ? Convert.ToHexString(levels) : "");
        }

        return seen.ToString();
    }

    private static string Observe(IEncoder<double> encoder) =>
        Observe(encoder, [.. Enumerable.Range(-20, 40).Select(i => i * 0.37)]);

    private static string Observe<T>(IEncoder<T> encoder, T[] values)
    {
        StringBuilder seen = new($"{encoder.BitCount}: ");
        seen.AppendJoin(", ", Enumerable.Range(0, encoder.BitCount).Select(encoder.Describe));
        ulong[] pattern = new ulong[BitSlice.WordCount(encoder.BitCount)];
        foreach (T value in values)
        {
            encoder.Encode(value, new BitSlice(pattern, 0, encoder.BitCount));
            seen.Append(' ').AppendJoin('-', pattern.Select(word => word.ToString("X", CultureInfo.InvariantCulture)));
        }

        return seen.ToString();
    }
}
