using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

/// <summary>Computes mental images: what a discriminator has seen, drawn back through the mapping.</summary>
internal static class MentalImages
{
    /// <summary>Adds to each bit the counts of the addresses in which it is set, without counts up to a threshold.</summary>
    public static void Add(DiscriminatorBank bank, int discriminator, long threshold, Span<long> image)
    {
        TupleMapping mapping = bank.Layer.Mapping;
        foreach (CellCount cell in bank.Cells.NonZero())
        {
            if (cell.Class == discriminator && cell.Count > threshold)
            {
                ReadOnlySpan<int> tuple = mapping.TupleOf(cell.Node);
                for (int input = 0; input < tuple.Length; input++)
                {
                    image[tuple[input]] += ((cell.Address >> input) & 1) != 0 ? cell.Count : 0;
                }
            }
        }
    }

    /// <summary>The mean level of each feature, 0 to 1, computed from a mental image with threshold 0.</summary>
    public static double[] Prototype(InputLayer layer, ReadOnlySpan<long> image, long examples)
    {
        TupleMapping mapping = layer.Mapping;
        long[] uses = new long[mapping.BitCount];
        for (int node = 0; node < mapping.NodeCount; node++)
        {
            foreach (int bit in mapping.TupleOf(node))
            {
                uses[bit]++;
            }
        }

        // Of images with edges, the brightness of pixels: the first of a pixel's thermometers.
        int levels = layer.Retina is ThermometerRetina retina ? retina.Levels : 1;
        int bitsOfFeature = layer.Retina?.BitsOfFeature ?? 1;
        double[] prototype = new double[mapping.BitCount / bitsOfFeature];
        for (int feature = 0; feature < prototype.Length; feature++)
        {
            double sum = 0;
            int seen = 0;
            int first = feature * bitsOfFeature;
            for (int bit = first; bit < first + levels; bit++)
            {
                if (uses[bit] > 0 && examples > 0)
                {
                    sum += image[bit] / ((double)uses[bit] * examples);
                    seen++;
                }
            }

            prototype[feature] = seen == 0 ? 0 : sum / seen;
        }

        return prototype;
    }
}
