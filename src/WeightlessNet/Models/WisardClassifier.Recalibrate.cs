using WeightlessNet.Discriminators;

namespace WeightlessNet.Models;

public sealed partial class WisardClassifier<TLabel>
{
    // Fewer do not replace a calibration with more.
    private const int LeastKept = KeptExamples.Most * 2 / 5;

    // What to calibrate with later; null before the first calibration.
    private KeptExamples? _kept;

    private void Keep(Sample sample, ReadOnlySpan<ulong> addresses, int index)
    {
        if (_kept is not null && KeptExamples.HashOf(addresses) is ulong hash && _kept.Takes(hash, index))
        {
            _kept.Add(new KeptExample(hash, index, 1, _bank.Plan.PatternOf(sample)), _bank);
        }
    }

    // Repeats the calibration at half as many examples more, so that it costs the less per example the more there are.
    private void CalibrateIfOutgrown()
    {
        if (_learned is null || _kept is null || ExampleCount - _learned.Examples < (_learned.Examples + 1) / 2
            || _kept.Count < Math.Min(ExampleCount / 2, LeastKept) || !_kept.HasAllClasses(_bank))
        {
            return;
        }

        if (_kept.RemoveAll(example => !WasLearned(example)))
        {
            CalibrateIfOutgrown();
        }
        else
        {
            _learned = ChooseOn(Affordable(_kept.Examples));
        }
    }

    // As many as a call of Calibrate would use, of many classes.
    private IReadOnlyList<KeptExample> Affordable(IReadOnlyList<KeptExample> kept)
    {
        int most = ReadingChoice.ExamplesOf(kept.Count, Math.Max(1, _bank.Count));
        return most >= kept.Count
            ? kept
            : Array.ConvertAll(
                StratifiedSample.Of([.. kept.Select(static example => example.Class)], most, static count => count), place => kept[place]);
    }

    private LearnedReading ChooseOn(IReadOnlyList<KeptExample> kept)
    {
        LearnedExamples examples = new(
            [.. kept.Select(static example => example.Class)], [.. kept.Select(static example => example.Copies)]);
        return ReadingChoice.Choose(
            _bank, examples, i => _bank.Read(_bank.Plan.AddressesOf(kept[i].Pattern)), CancellationToken.None);
    }

    // False if another sample was forgotten that had the same address in some node.
    private bool WasLearned(KeptExample example)
    {
        ReadOnlySpan<ushort> rows = _bank.Read(_bank.Plan.AddressesOf(example.Pattern));
        for (int cell = example.Class; cell < rows.Length; cell += _bank.Stride)
        {
            if (rows[cell] == 0)
            {
                return false;
            }
        }

        return true;
    }
}
