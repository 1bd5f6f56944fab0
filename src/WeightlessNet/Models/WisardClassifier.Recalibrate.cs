using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;

namespace WeightlessNet.Models;

public sealed partial class WisardClassifier<TLabel>
{
    // Fewer do not replace a calibration with more.
    private const int LeastKept = KeptExamples.Most * 2 / 5;

    // When the first calibration is due. With fewer examples, or fewer outside of the largest class, as where examples are sorted by class,
    // it answers worse than bleaching. A rare class is not waited for when no more examples would be kept.
    private const int LeastExamples = 100;
    private const int LeastPerOtherClass = 10;
    private const int LeastOthersShare = 5;

    // With more, a calibration takes seconds and has few of the kept examples for each class, so the first one is left to the caller.
    private const int MostClasses = 50;

    // What to calibrate with; null if nothing is kept.
    private KeptExamples? _kept;

    // Before the first calibration, examples are kept only if there is a choice to be made.
    private KeptExamples? NothingKept() =>
        _options.Reading == WisardReading.Automatic && _bank.Storage.Kind != NodeStorageKind.HashedConservative
            ? new KeptExamples(_labels.Compare)
            : null;

    private void Set(WisardOptions options)
    {
        bool isOtherReading = options.Reading != _options.Reading;
        _options = options;
        if (_learned is null && isOtherReading)
        {
            _kept = NothingKept();
        }
    }

    private void Keep(Sample sample, ReadOnlySpan<ulong> addresses, int index)
    {
        if (_kept is not null && KeptExamples.HashOf(addresses) is ulong hash && _kept.Takes(hash, index) && !_kept.AddCopy(hash, index))
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

    // Repeated at half as many examples more, a calibration costs the less per example the more there are.
    private bool IsOutgrown(LearnedReading learned) => ExampleCount - learned.Examples >= (learned.Examples + 1) / 2;

    private bool IsFirstDue()
    {
        if (ExampleCount < LeastExamples)
        {
            return false;
        }

        (int others, long largest) = (-1, 0);
        for (int index = 0; index < _bank.Count; index++)
        {
            others += _bank.ExamplesOf(index) > 0 ? 1 : 0;
            largest = Math.Max(largest, _bank.ExamplesOf(index));
        }

        long outside = ExampleCount - largest;
        return others < MostClasses
            && outside > (ExampleCount - 1) / LeastOthersShare
            && (outside >= LeastPerOtherClass * others || ExampleCount >= KeptExamples.Most);
    }

    // If most of the examples were learned before any was kept, waits until enough are.
    private void CalibrateIfDue()
    {
        if (_kept is null || !(_learned is null ? IsFirstDue() : IsOutgrown(_learned))
            || _kept.Count < Math.Min(ExampleCount / 2, LeastKept) || !_kept.HasAllClasses(_bank))
        {
            return;
        }

        if (_kept.RemoveAll(example => !WasLearned(example)))
        {
            CalibrateIfDue();
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
