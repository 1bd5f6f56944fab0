using System.Diagnostics;
using System.Globalization;
using WeightlessNet.Models;

namespace WeightlessNet.Benchmarks.Classification;

/// <summary>
/// Learns and classifies Fashion-MNIST once in a fresh process, in which nothing is compiled yet, as most people do, and then again.
/// Millions of samples a second, one thread.
/// </summary>
internal static class FirstPass
{
    private const int Learned = 50_000;
    private const int Asked = 10_000;
    private const int Rounds = 9;
    private const double WarmSeconds = 1.5;

    /// <summary>Writes a row of figures: the first pass, and the median of later ones.</summary>
    /// <param name="name">The name of a shape.</param>
    public static void Run(string name)
    {
        WisardShape shape = WisardShape.All.FirstOrDefault(shape => shape.Name == name)
            ?? throw new ArgumentException($"There is no shape '{name}': there are {string.Join(", ", WisardShape.All)}.");
        (byte[] images, int[] labels) = WisardShape.ReadImages();
        WisardClassifier<int> model = shape.Create(shape.LayerOf(images));
        double learn = Time(Learned, i => model.Learn(Image(images, i), labels[i]));
        double ask = Time(Asked, i => model.Classify(Image(images, Learned + i)));
        model.Options = model.Options with { Reading = WisardReading.Bleaching };
        double bleach = Time(Asked, i => model.Classify(Image(images, Learned + i)));
        double bleachAgain = Again(Asked, i => model.Classify(Image(images, Learned + i)));
        model.Options = model.Options with { Reading = WisardReading.FixedThreshold };
        double askAgain = Again(Asked, i => model.Classify(Image(images, Learned + i)));
        double learnAgain = Again(Learned, i => model.Learn(Image(images, i), labels[i]));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {learn:F2} | {learnAgain:F2} | {ask:F2} | {askAgain:F2} | {bleach:F2} | {bleachAgain:F2} |"));
    }

    private static ReadOnlySpan<byte> Image(byte[] images, int index) =>
        images.AsSpan(index * WisardShape.Pixels, WisardShape.Pixels);

    // The runtime compiles what is called often once more, some tenths of a second after the first calls.
    private static double Again(int samples, Action<int> act)
    {
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < WarmSeconds)
        {
            Time(samples, act);
        }

        double[] speeds = [.. Enumerable.Range(0, Rounds).Select(_ => Time(samples, act)).Order()];
        return speeds[Rounds / 2];
    }

    private static double Time(int samples, Action<int> act)
    {
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < samples; i++)
        {
            act(i);
        }

        return samples / Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }
}
