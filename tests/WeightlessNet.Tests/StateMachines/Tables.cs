using System.Globalization;
using System.Text;
using WeightlessNet.StateMachines;

namespace WeightlessNet.Tests.StateMachines;

/// <summary>Formats everything that a machine has learned as text.</summary>
internal static class Tables
{
    public static string Of(StateMachine machine)
    {
        StringBuilder text = new();
        foreach (NeuronBank bank in machine.Banks)
        {
            for (int row = 0; row < bank.Table.RowCount; row++)
            {
                text.AppendJoin(
                    ' ', bank.Table.AddressAt(row).ToArray().Select(word => word.ToString("x16", CultureInfo.InvariantCulture)));
                text.Append(CultureInfo.InvariantCulture, $": {bank.Table.LessonsAt(row)} lessons, fires ");
                text.AppendJoin(' ', bank.Table.FiresAt(row).ToArray()).AppendLine();
            }

            text.AppendLine("-");
        }

        return text.ToString();
    }
}
