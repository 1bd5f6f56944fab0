using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>
/// A model, samples of each kind, and what the library answers to them. An answer is the votes or scores, and then the class or -1.
/// </summary>
internal sealed record SourceCase(
    Action<TextWriter, string> WriteC,
    Action<TextWriter, string> WriteCHeader,
    Action<TextWriter, string> WriteCSharp,
    InputLayer Layer,
    object[] Labels,
    double[] Numbers,
    byte[] Bytes,
    ulong[] Patterns,
    int[][] OfNumbers,
    int[][] OfBytes,
    int[][] OfPatterns)
{
    /// <summary>What the code calls the numbers of the classes.</summary>
    public string Numbering { get; init; } = "votes";

    /// <summary>What output tables of a network read, if there are two layers.</summary>
    public TupleMapping? Outputs { get; init; }

    /// <summary>The number of features of a sample; 0 if samples are patterns only.</summary>
    public int FeatureCount => Layer.Retina?.FeatureCount ?? 0;

    /// <summary>The number of words of a pattern.</summary>
    public int WordCount => (Layer.Mapping.BitCount + 63) / 64;

    /// <summary>Asks the library.</summary>
    public static SourceCase Of<TLabel>(LookupNetwork<TLabel> network, double[] numbers, byte[] bytes, ulong[] patterns)
        where TLabel : notnull
    {
        int features = network.Layer.Retina?.FeatureCount ?? 1;
        return new SourceCase(
            network.WriteC,
            network.WriteCHeader,
            network.WriteCSharp,
            network.Layer,
            [.. network.Labels.Select(static label => (object)label)],
            numbers,
            bytes,
            patterns,
            Answers(network, new SampleBatch(numbers.AsMemory(), features)),
            Answers(network, new SampleBatch(bytes.AsMemory(), features)),
            Answers(network, new SampleBatch(patterns.AsMemory(), (network.Layer.Mapping.BitCount + 63) / 64)))
        {
            Outputs = network.OutputMapping,
        };
    }

    /// <summary>What a writer writes.</summary>
    public static string TextOf(Action<TextWriter, string> write, string name)
    {
        using StringWriter text = new() { NewLine = "\r\n" };
        write(text, name);
        return text.ToString();
    }

    private static int[][] Answers<TLabel>(LookupNetwork<TLabel> network, SampleBatch samples)
        where TLabel : notnull
    {
        List<TLabel> labels = [.. network.Labels];
        int[] votes = new int[labels.Count];
        return
        [
            .. Enumerable.Range(0, samples.Count).Select(i =>
            {
                network.Votes(samples[i], votes);
                return (int[])[.. votes, network.Classify(samples[i]) is { IsKnown: true } answer ? labels.IndexOf(answer.Label) : -1];
            }),
        ];
    }
}
