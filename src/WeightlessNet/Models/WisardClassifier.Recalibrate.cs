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

    // Only classes with examples are saved, so nothing of another one may be left: a loaded classifier would differ.
    private void ForgetClass(int index)
    {
        _learned = _learned?.WithoutClass(index);
        _kept?.RemoveClass(index);
        if (index < _classWeights.Length)
        {
            _classWeights[index] = 1;
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
            _learned = ChooseOn(_kept.Examples, Known());
        }
    }

    private LearnedReading ChooseOn(IReadOnlyList<KeptExample> kept, int[] known)
    {
        int[] positions = PositionsOf(known);
        int most = ReadingChoice.ExamplesOf(kept.Count, known.Length);
        if (most < kept.Count)
        {
            // Of many classes, as many as a call of Calibrate would use.
            int[] classes = [.. kept.Select(example => positions[example.Class])];
            kept = Array.ConvertAll(StratifiedSample.Of(classes, most, static count => count), place => kept[place]);
        }

        LearnedExamples examples = new(
            [.. kept.Select(example => positions[example.Class])], [.. kept.Select(static example => example.Copies)]);
        return ReadingChoice.Choose(
            _bank, known, examples, i => _bank.Read(_bank.Plan.AddressesOf(kept[i].Pattern)), CancellationToken.None);
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
