namespace WeightlessNet.StateMachines;

public sealed partial class StateMachine
{
    private int CountOf(ReadOnlySpan<ulong> inputs, ReadOnlySpan<ulong> labels)
    {
        if (inputs.Length % InputWords != 0)
        {
            throw new ArgumentException(
                $"{inputs.Length} words are not whole inputs of {InputWords} words.", nameof(inputs));
        }

        int count = inputs.Length / InputWords;
        if (labels.Length != (long)count * OutputWords)
        {
            throw new ArgumentException($"{count} labels have {(long)count * OutputWords} words, not {labels.Length}.", nameof(labels));
        }

        if (count > _maximumLessons - LessonCount)
        {
            throw new InvalidOperationException(
                $"The machine holds {LessonCount} lessons of at most {_maximumLessons}: {count} more are too many. " +
                "Create it for more lessons.");
        }

        return count;
    }

    private void ThrowIfWrongInput(ReadOnlySpan<ulong> input)
    {
        if (input.Length != InputWords)
        {
            throw new ArgumentException(
                $"An input of {Architecture.InputCount} bits has {InputWords} words, not {input.Length}.", nameof(input));
        }
    }

    private void ThrowIfWrongOutput(int length, string parameter)
    {
        if (length != OutputWords)
        {
            throw new ArgumentException($"An output of {Architecture.OutputCount} bits has {OutputWords} words, not {length}.", parameter);
        }
    }

    private void ThrowIfFull()
    {
        if (LessonCount == _maximumLessons)
        {
            throw new InvalidOperationException($"The machine is full: it holds {_maximumLessons} lessons. Create it for more.");
        }

        if (!_examples.HasRoom || Array.Exists(_banks, bank => !bank.Table.HasRoom))
        {
            throw new InvalidOperationException($"The machine is full: after {LessonCount} lessons there is no room for another address.");
        }
    }
}
